from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction

from manage_training.domain.academic_years.models import AcademicYear
from manage_training.domain.academic_years.years import registration_year
from manage_training.domain.bulk import among, insert_all
from manage_training.domain.clock import now, today
from manage_training.domain.dates import words
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.record import Happened, record_all
from manage_training.domain.invitations.models import Invitation
from manage_training.domain.invitations.situation import Situation, refuse_unless
from manage_training.domain.limits.allow import allow
from manage_training.domain.messages.send_all import Letter, send_all
from manage_training.domain.schools.contacts import contact_of
from manage_training.domain.schools.models import School
from manage_training.domain.secrets import keyed_hash, new_seed, token_of

LIVES = timedelta(days=21)  # the day it was sent is not counted, so day 21 is its last (rule I2)


def ask_for_invitation(school: School, *, by: Actor) -> Invitation:
    """Invite a school because somebody, who may be anybody, asked for it: 1 in 5 minutes, 5 in 24 hours (rule I3).

    Not to be called inside a transaction: a try counts even if what follows is rolled back.
    Raises `LimitReached`, and whatever `invite` raises: a `Refusal` where the school cannot be invited (rule I1).
    """
    refuse_unless(school, {Situation.CAN_BE_INVITED})  # who gets no message has used up nothing
    allow("invitations to one school", school.pk)
    allow("invitations to one school in a day", school.pk)
    return invite(school, by=by)


@transaction.atomic
def invite(school: School, *, by: Actor) -> Invitation:
    """Send the school's contact a link with which to answer for the school and to nominate its induction tutor.

    Earlier links of the school live on: whoever finds the older message first is not sent away.
    Raises `Refusal` where the school is closed, not eligible, has a tutor or no contact.
    """
    School.objects.select_for_update(no_key=True).get(pk=school.pk)
    refuse_unless(school, {Situation.CAN_BE_INVITED})
    contact = contact_of(school)
    assert contact is not None  # noqa: S101 - or the school could not be invited

    return write_to({school: contact}, by)[0]


def invite_each(contacts: Mapping[School, str], *, by: Actor) -> list[Invitation]:
    """The same for many schools at once, each with its contact, but for those with a link that still opens.

    The caller has locked the schools and knows that they may use the service and have no tutor. Three statements and
    those of the messages, however many there are.
    """
    open_today = Invitation.objects.filter(expires_on__gte=today())
    still = open_today.filter(school__in=among(each.pk for each in contacts)).values_list("school", flat=True)
    has_a_link = set(still)
    return write_to({school: contact for school, contact in contacts.items() if school.pk not in has_a_link}, by)


def write_to(contacts: Mapping[School, str], by: Actor) -> list[Invitation]:
    made = new_invitations(contacts, registration_year(today()), "invitation_to_nominate", by=by)
    send_all(
        "invitation_to_nominate",
        [
            Letter(
                to=each.sent_to,
                key=f"invitation {each.pk}",
                school=each.school_id,
                seed=seed,
                values={"school_name": each.school.name, "last_day": words(each.expires_on)},
            )
            for each, seed in made
        ],
    )
    return [invitation for invitation, _ in made]


def new_invitations(
    contacts: Mapping[School, str], year: AcademicYear, kind: str, *, by: Actor
) -> list[tuple[Invitation, str]]:
    """An invitation for each school, to an address of it, with the seed of its token in a message of this kind.

    Two statements, however many. The caller has the schools locked, knows that they can be invited, and sends.
    """
    seeds = [new_seed() for _ in contacts]
    rows = [
        {"school_id": school.pk, "sent_to": contact, "token_hash": keyed_hash(token_of(seed, purpose=kind))}
        for (school, contact), seed in zip(contacts.items(), seeds, strict=True)
    ]
    same = {"sent_at": now(), "expires_on": today() + LIVES, "answer": ""}
    pks = insert_all(Invitation, rows, all_with=same | {"year_id": year.pk})
    invitations = [
        Invitation(pk=pk, school=school, year=year, **row, **same)
        for pk, school, row in zip(pks, contacts, rows, strict=True)
    ]
    record_all("school_invited", Invitation, [Happened(each.pk, each.school_id, {}) for each in invitations], by=by)
    return list(zip(invitations, seeds, strict=True))
