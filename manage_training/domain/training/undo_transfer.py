"""The school that somebody joined takes back that it reported them."""

from django.db import transaction

from manage_training.domain.cases.open_case import close_case
from manage_training.domain.clock import now, today
from manage_training.domain.dates import words
from manage_training.domain.events.actor import ANOTHER_SCHOOL, Actor
from manage_training.domain.events.record import record
from manage_training.domain.refusal import Refusal
from manage_training.domain.training.changed_since import changed_since
from manage_training.domain.training.cut_short import follow_the_last_day, give_back
from manage_training.domain.training.follow_partnership import follow_the_school
from manage_training.domain.training.models import Transfer
from manage_training.domain.training.say_transfer_is_a_mistake import THE_CASE, about
from manage_training.domain.training.tell_of_transfer import correct_until
from manage_training.domain.training.tell_what_became_of_transfer import tell_that_it_is_undone
from manage_training.domain.training.transfer import locked_transfer
from manage_training.domain.training.void import void


@transaction.atomic
def undo_transfer(done: Transfer, *, by: Actor) -> Transfer:
    """Take a transfer back within 14 days, as long as nothing else has happened to the person, and tell everybody.

    The placement, training and mentorships at the school they left get the days that they had, and so does a last day
    which that school had reported before; from today who trains that school's people by now trains them. Raises
    `Refusal`, with words for the person; nothing has changed then.
    Rule V9.
    """
    done = locked_transfer(done)
    if reason := why_not_undone(done):
        raise Refusal(reason)
    joined, left = done.joined, done.left
    void(joined)
    if done.leaves:
        last_day = left.finishes_on
        left.finishes_on = done.last_day_before
        left.last_day_reported_by = done.last_day_reported_by_before
        left.left_because = done.left_because_before
        left.version += 1
        left.save(update_fields=["finishes_on", "last_day_reported_by", "left_because", "version"])
        give_back(done)
        follow_the_last_day(left, last_day)
        follow_the_school(left)
    done.undone_at, done.undone_by = now(), by.id if by.kind == "user" else None
    done.save(update_fields=["undone_at", "undone_by"])
    close_case(THE_CASE, about(done), outcome="The school that they joined took it back.", by=by)
    record("transfer_undone", about=joined, by=by, school=joined.school_id)
    if done.concerns_two_schools:
        said = left.finishes_on.isoformat() if left.finishes_on else None
        record("stays_here_after_all", about=left, by=ANOTHER_SCHOOL, school=left.school_id, last_day=said)
    tell_that_it_is_undone(done)
    return done


def why_not_undone(done: Transfer) -> str | None:
    """Why a transfer cannot be taken back any more, in words that say what to do; None where it can."""
    who = done.joined.teacher
    if done.undone_at or done.joined.voided_at:
        return f"The transfer of {who} has been undone already."
    if today() > (until := correct_until(done)):
        return (
            f"The transfer of {who} could be undone until {words(until)}. If they have left your school, the school "
            "that they join reports it. If they never joined you, write to us."
        )
    if what := changed_since(done):
        return (
            f"The transfer of {who} cannot be undone, because this has changed since: {', '.join(what)}. "
            "Write to us if they never joined your school."
        )
    return None
