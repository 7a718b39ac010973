"""A week after a report its school is reminded, once, that it can say if that is wrong. Rule B14."""

from datetime import timedelta

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat

from manage_training.domain.accounts.way_in import way_in
from manage_training.domain.clock import now, today
from manage_training.domain.dates import words
from manage_training.domain.messages.models import Message
from manage_training.domain.messages.send_all import Letter, send_all
from manage_training.domain.partnerships.models import Partnership, PartnershipQuerySet
from manage_training.domain.partnerships.tell_school import readers_at

AFTER = timedelta(days=7)
AT_ONCE = 1_000  # schools in one transaction
TO_TUTORS, TO_CONTACT = "partnership_reminder", "partnership_reminder_to_contact"
KEY = "partnership_reminder"


def remind_schools() -> int:
    """Write to the schools that were reported a week ago or longer, can still say no, and were not reminded."""
    number, last = 0, 0
    while due := list(to_be_reminded().filter(pk__gt=last)[:AT_ONCE]):
        number += remind(due)
        last = due[-1].pk  # one where nobody can be written to stays due, and holds nobody up
    return number


@transaction.atomic
def remind(due: list[Partnership]) -> int:
    """Remind the schools of these partnerships; returns how many messages that takes."""
    readers = readers_at([each.school for each in due])
    to_tutors, to_contacts = [], []
    for each in due:
        school, reads = each.school, readers[each.school_id]
        assert each.challenge_by  # noqa: S101 - those that are due have one
        said = {
            "school_name": school.name,
            "year_name": str(each.year),
            "provider_name": each.lead_provider.name,
            "partner_name": each.delivery_partner.name,
            "last_day": words(each.challenge_by),
        }
        for number, tutor in enumerate(reads.tutors):
            leads_to = way_in(tutor, f"/schools/{school.urn}/years/{each.year_id}/")
            values = said | {"tutor_name": tutor.name, "way_in": leads_to}
            to_tutors.append(Letter(tutor.email, f"{KEY} {each.pk} {number}", values, school.pk))
        if not reads.tutors and reads.contact:
            to_contacts.append(Letter(reads.contact, f"{KEY} {each.pk} 0", said | {"urn": school.urn}, school.pk))
    return len(send_all(TO_TUTORS, to_tutors)) + len(send_all(TO_CONTACT, to_contacts))


def to_be_reminded() -> PartnershipQuerySet:
    """Live partnerships whose school was sent a link a week ago or longer, and whose deadline has not passed."""
    first = Concat(Value(f"{KEY} "), Cast(OuterRef("pk"), CharField()), Value(" 0"))
    reported = Partnership.objects.live().filter(challenge_token_hash__isnull=False, challenge_by__gte=today())
    waiting = reported.filter(~Exists(Message.objects.filter(dedupe_key=first)), since__lte=now() - AFTER)
    return waiting.select_related("school", "year", "lead_provider", "delivery_partner").order_by("pk")
