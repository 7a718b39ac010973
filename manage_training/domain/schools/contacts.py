"""Whom we write to at a school that has no induction tutor yet."""

from collections.abc import Iterable, Mapping

from manage_training.domain.bulk import among
from manage_training.domain.schools.models import Contact, School, SchoolContact

IN_THIS_ORDER = [Contact.MAIN, Contact.ALTERNATIVE, Contact.HEADTEACHER, Contact.ADDED]


def contact_of(school: School) -> str | None:
    """The address that invitations go to, or None: main, else alternative, headteacher, added by DfE (rule S6).

    One query, none where `contacts` were prefetched.
    """
    return first_of({contact.kind: contact.email for contact in school.contacts.all()})


def contacts_of_each(schools: Iterable[School]) -> dict[int, str]:
    """The same for many schools at once, by the school's id; a school without one has no entry. One query."""
    addresses: dict[int, dict[str, str]] = {}
    found = SchoolContact.objects.filter(school__in=among(school.pk for school in schools))
    for school, kind, email in found.values_list("school", "kind", "email"):
        addresses.setdefault(school, {})[kind] = email
    return {school: contact for school, each in addresses.items() if (contact := first_of(each))}


def first_of(addresses: Mapping[str, str]) -> str | None:
    return next((addresses[kind] for kind in IN_THIS_ORDER if kind in addresses), None)
