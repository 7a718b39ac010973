"""What becomes of a nomination that waits for the school's contact (rules I5 and I6)."""

from django.db import transaction

from manage_training.domain.clock import now, today
from manage_training.domain.events.actor import THE_SERVICE, Actor
from manage_training.domain.events.record import record
from manage_training.domain.invitations.models import Nomination, NominationState
from manage_training.domain.invitations.nominate import appoint
from manage_training.domain.invitations.situation import NEEDS_A_TUTOR, refuse_unless
from manage_training.domain.messages.send import send
from manage_training.domain.refusal import Refusal
from manage_training.domain.schools.models import School
from manage_training.domain.secrets import keyed_hashes


def find_nomination(token: str) -> Nomination | None:
    """The nomination of a token, decided or not; None where nobody was sent such a link."""
    nominations = Nomination.objects.select_related("school", "invitation")
    return nominations.filter(token_hash__in=keyed_hashes(token)).first()


def state_today(nomination: Nomination) -> NominationState:
    """Its state, which is "expired" from the day after its last, whether or not that has been written down yet."""
    state = NominationState(nomination.state)
    return NominationState.EXPIRED if state == NominationState.WAITING and is_over(nomination) else state


def is_over(nomination: Nomination) -> bool:
    return nomination.expires_on is not None and today() > nomination.expires_on


@transaction.atomic
def confirm(nomination: Nomination, *, by: Actor) -> None:
    """The contact says that the nominee is the school's tutor. Raises `Refusal` where that is decided already."""
    waiting = locked_while_it_waits(nomination)
    refuse_unless(waiting.school, NEEDS_A_TUTOR)
    decide(waiting, NominationState.CONFIRMED, by)
    appoint(waiting, by)


@transaction.atomic
def decline(nomination: Nomination, *, by: Actor) -> None:
    """The contact says that this is not right; the nominee is told. Raises `Refusal` where it is decided already."""
    waiting = locked_while_it_waits(nomination)
    decide(waiting, NominationState.DECLINED, by)
    tell_nominee("nomination_declined", waiting)


def expire_nominations() -> int:
    """Write down which nominations nobody confirmed in time, and tell nominee and contact. Returns how many."""
    over = Nomination.objects.filter(state=NominationState.WAITING, expires_on__lt=today())
    return sum(expire(nomination) for nomination in over.select_related("school", "invitation").order_by("pk"))


@transaction.atomic
def expire(nomination: Nomination) -> bool:
    School.objects.select_for_update(no_key=True).get(pk=nomination.school_id)
    waiting = Nomination.objects.filter(pk=nomination.pk, state=NominationState.WAITING).first()
    if waiting is None:
        return False
    decide(nomination, NominationState.EXPIRED, THE_SERVICE)
    tell_nominee("nomination_expired", nomination)
    send(
        "nomination_not_answered",
        to=nomination.invitation.sent_to,
        key=f"nomination {nomination.pk} not answered",
        school=nomination.school_id,
        school_name=nomination.school.name,
        tutor_name=nomination.name,
    )
    return True


def locked_while_it_waits(nomination: Nomination) -> Nomination:
    School.objects.select_for_update(no_key=True).get(pk=nomination.school_id)
    locked = Nomination.objects.select_related("school", "invitation").get(pk=nomination.pk)
    if state_today(locked) != NominationState.WAITING:
        raise Refusal("This has been decided already. Open the link in our email again to see how.")
    return locked


def decide(nomination: Nomination, state: NominationState, by: Actor) -> None:
    nomination.state, nomination.decided_at = state, now()
    nomination.save(update_fields=["state", "decided_at"])
    record(f"nomination_{state}", about=nomination, by=by, school=nomination.school_id)


def tell_nominee(kind: str, nomination: Nomination) -> None:
    send(
        kind,
        to=nomination.email,
        key=f"nomination {nomination.pk} {nomination.state}",
        school_name=nomination.school.name,
        tutor_name=nomination.name,
    )
