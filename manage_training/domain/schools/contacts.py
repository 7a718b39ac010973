"""Whom we write to at a school that has no induction tutor yet."""

from manage_training.domain.schools.models import Contact, School

IN_THIS_ORDER = [Contact.MAIN, Contact.ALTERNATIVE, Contact.HEADTEACHER, Contact.ADDED]


def contact_of(school: School) -> str | None:
    """The address that invitations go to, or None: main, else alternative, headteacher, added by DfE (rule S6).

    One query, none where `contacts` were prefetched.
    """
    addresses = {contact.kind: contact.email for contact in school.contacts.all()}
    return next((addresses[kind] for kind in IN_THIS_ORDER if kind in addresses), None)
