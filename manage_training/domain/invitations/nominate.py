from datetime import timedelta

from django.db import transaction

from manage_training.domain.accounts.find_user import known_by_another_name
from manage_training.domain.accounts.memberships import make_tutor
from manage_training.domain.clock import now, today
from manage_training.domain.dates import words
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.record import record
from manage_training.domain.invitations.answer import refuse_unless_it_still_opens
from manage_training.domain.invitations.invite import LIVES
from manage_training.domain.invitations.models import Invitation, Nomination, NominationState
from manage_training.domain.invitations.own_addresses import is_the_schools_own
from manage_training.domain.messages.send import send
from manage_training.domain.refusal import Refusal
from manage_training.domain.schools.models import School
from manage_training.domain.secrets import keyed_hash, new_seed, token_of

A_DAY = 5  # each nomination writes to somebody, who may have nothing to do with the school


@transaction.atomic
def nominate(invitation: Invitation, *, name: str, email: str, same_person: bool | None, by: Actor) -> Nomination:
    """Name a school's induction tutor: at once where the address is the school's own, else once its contact confirms.

    `same_person` answers whether somebody whom we know by this address under another name is the one who is meant; None
    where nobody had to ask (`known_by_another_name`). A nomination that waits gives way to this one (rules I5 to I8).
    Raises `Refusal`: the link has expired, somebody is registered, or the address belongs to somebody else.
    """
    school = invitation.school = School.objects.select_for_update(no_key=True).get(pk=invitation.school_id)
    refuse_unless_it_still_opens(invitation)
    if school.nominations.filter(at__gt=now() - timedelta(hours=24)).count() >= A_DAY:
        raise Refusal(f"There have been {A_DAY} nominations for {school} in 24 hours. Try again tomorrow.")
    if known_by_another_name(name, email) and not same_person:
        raise Refusal(
            "This email address is used by somebody with another name. Check the name and the email address.",
            field="email",
        )

    school.nominations.filter(state=NominationState.WAITING).update(state=NominationState.REPLACED, decided_at=now())
    nomination = Nomination(school=school, invitation=invitation, name=name, email=email, at=now())
    if is_the_schools_own(email, school, invitation.sent_to):
        confirm_at_once(nomination, by)
    else:
        wait_for_the_contact(nomination, by)
    return nomination


def confirm_at_once(nomination: Nomination, by: Actor) -> None:
    nomination.state, nomination.decided_at = NominationState.CONFIRMED, nomination.at
    nomination.save()
    record("tutor_nominated", about=nomination, by=by, school=nomination.school_id)
    appoint(nomination, by)


def appoint(nomination: Nomination, by: Actor) -> None:
    """Make a confirmed nominee the school's tutor, and tell whoever nominated.

    In the caller's transaction, which has locked school and nomination. Raises `Refusal` for what is no address.
    """
    tutor = make_tutor(nomination.school, nomination.name, nomination.email, by).user
    send(
        "nominated_confirmation",
        to=nomination.invitation.sent_to,
        key=f"nomination {nomination.pk} confirmed",
        school=nomination.school_id,
        school_name=nomination.school.name,
        tutor_name=nomination.name,  # as typed: the name we know a person by is not the nominator's to read
        tutor_email=tutor.email,
    )


def wait_for_the_contact(nomination: Nomination, by: Actor) -> None:
    seed = new_seed()
    nomination.state = NominationState.WAITING
    nomination.token_hash = keyed_hash(token_of(seed, purpose="confirm_nomination"))
    nomination.expires_on = today() + LIVES
    nomination.save()
    record("tutor_nominated", about=nomination, by=by, school=nomination.school_id)
    last_day = words(nomination.expires_on)
    send(
        "confirm_nomination",
        to=nomination.invitation.sent_to,
        key=f"nomination {nomination.pk} to confirm",
        school=nomination.school_id,
        seed=seed,
        school_name=nomination.school.name,
        tutor_name=nomination.name,
        tutor_email=nomination.email,
        last_day=last_day,
    )
    send(
        "nomination_waits",
        to=nomination.email,
        key=f"nomination {nomination.pk} waits",
        school_name=nomination.school.name,
        tutor_name=nomination.name,
        last_day=last_day,
    )
