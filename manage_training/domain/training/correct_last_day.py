"""The school that somebody leaves corrects the last day there that follows from where they go."""

from datetime import date

from django.db import transaction

from manage_training.domain.clock import today
from manage_training.domain.dates import words
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.record import record
from manage_training.domain.refusal import Refusal
from manage_training.domain.training.as_it_stands import as_it_stands
from manage_training.domain.training.cut_short import cut_short, follow_the_last_day, give_back
from manage_training.domain.training.follow_partnership import follow_the_school
from manage_training.domain.training.models import Placement, ReportedBy, Transfer
from manage_training.domain.training.tell_of_transfer import correct_until
from manage_training.domain.training.tell_what_became_of_transfer import tell_the_corrected_day
from manage_training.domain.training.transfer import locked_transfer


@transaction.atomic
def correct_last_day(done: Transfer, last_day: date, *, by: Actor) -> Placement:
    """Correct when somebody leaves, within 14 days of the report and before they start at the other school.

    Training and mentorships end with it. Raises `Refusal`, with words for the person; nothing has changed then.
    Rule V8.
    """
    done = locked_transfer(done)
    left = done.left
    if reason := why_not_corrected(done):
        raise Refusal(reason)
    refuse_a_day_outside(done, last_day)
    before = left.finishes_on
    if before == last_day:
        return left
    nothing_else_happened = as_it_stands(done) == done.stands
    give_back(done, moving=left)
    cut = cut_short(done, done.last_day_before, last_day)
    left.finishes_on, left.last_day_reported_by = last_day, ReportedBy.THIS_SCHOOL
    left.version += 1
    left.save(update_fields=["finishes_on", "last_day_reported_by", "version"])
    follow_the_last_day(left, before)
    follow_the_school(left)
    if nothing_else_happened:
        done.stands = as_it_stands(done)
        done.save(update_fields=["stands"])
    record(
        "last_day_corrected",
        about=left,
        by=by,
        school=left.school_id,
        last_day_before=before.isoformat() if before else None,
        last_day=last_day.isoformat(),
    )
    tell_the_corrected_day(done, cut)
    return left


def why_not_corrected(done: Transfer) -> str | None:
    """Why the last day cannot be corrected any more, in words that say what to do; None where it can."""
    who = done.left.teacher
    if done.undone_at or done.left.voided_at or not done.leaves:
        return f"{who} does not move to another school any more. Look at their record again."
    if today() > (until := correct_until(done)):
        return f"The last day of {who} could be corrected until {words(until)}. Write to us if it is not right."
    return None


def refuse_a_day_outside(done: Transfer, last_day: date) -> None:
    """After they started here, and before they start where they go; which day that is, this school does not learn."""
    left, who = done.left, done.left.teacher
    if last_day < left.starts_on:
        raise Refusal(f"{who} started on {words(left.starts_on)}. Enter that day or a later one", field="last_day")
    if last_day >= done.joined.starts_on:
        raise Refusal(
            f"{who} is at the other school by then, as that school has told us. Enter an earlier day, or tell us that "
            "this is a mistake",
            field="last_day",
        )
