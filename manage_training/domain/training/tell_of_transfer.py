"""Who is told that somebody moves: the teacher, the tutors of both schools, the lead providers concerned.

The school they leave learns nothing of the other, and no provider learns of a school where it does not train them.
Rules V4 and V11.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from manage_training.domain.accounts.memberships import tutors_of
from manage_training.domain.accounts.way_in import way_in
from manage_training.domain.clock import london_date
from manage_training.domain.dates import words
from manage_training.domain.messages.send import send
from manage_training.domain.schools.models import School
from manage_training.domain.training.models import Mentorship, Status, TrainingPeriod, Transfer
from manage_training.domain.training.moving import Moving
from manage_training.domain.training.providers_to_use import Way, way_of
from manage_training.domain.training.tell_of_person import people_of, tell_provider, tell_tutors

DAYS_TO_CORRECT = timedelta(days=14)


def correct_until(done: Transfer) -> date:
    """The last day on which the one school may undo it, and the other correct its last day."""
    return london_date(done.reported_at) + DAYS_TO_CORRECT


def tell(
    done: Transfer, before: TrainingPeriod | None, training: TrainingPeriod | None, cut: Iterable[Mentorship]
) -> None:
    """Everybody whom a transfer concerns. `before` is how they were trained, `training` how they are now, `cut` the
    mentorships that end with it.
    """
    joined = done.joined
    send(
        "you_are_moving",
        to=joined.email,
        key=f"you_are_moving {done.pk}",
        school=joined.school_id,
        teacher_name=str(joined.teacher),
        school_name=joined.school.name,
        role_name=joined.get_role_display().lower(),
        first_day=words(joined.starts_on),
        training=in_words(training),
    )
    tell_tutors(
        "teacher_is_joining",
        joined,
        key=done.pk,
        reference=joined.reference,
        first_day=words(joined.starts_on),
        training=in_words(training),
        undo_until=words(correct_until(done)),
    )
    if done.concerns_two_schools:
        tell_the_school_they_leave(done, cut)
    tell_providers(done, way_of(before), way_of(training), withdrawn=is_withdrawn(before))


def tell_the_school_they_leave(done: Transfer, cut: Iterable[Mentorship]) -> None:
    left = done.left
    mentees = sorted(str(each.ect.teacher) for each in cut if each.mentor_id == left.pk)
    last_day = left.finishes_on or date.max
    tell_tutors(
        "teacher_is_leaving",
        left,
        key=done.pk,
        last_day=words(last_day),
        what_changes=what_changes(done, last_day, mentees),
        correct_until=words(correct_until(done)),
    )


def what_changes(done: Transfer, last_day: date, mentees: list[str]) -> list[str]:
    """What that means for the school they leave, a line for each thing."""
    before = done.last_day_before
    if before is None:
        said = [f"their last day is {words(last_day)}, the day before they start at the other school"]
    elif before == last_day:
        said = ["the last day that you have told us stays as it is"]
    else:
        said = [f"you have told us {words(before)}; the other school says that they start there earlier"]
    after = words(last_day + timedelta(days=1))
    return [*said, *(f"{name} has no mentor yet from {after}" for name in mentees)]


def tell_providers(done: Transfer, before: Way | None, now: Way | None, *, withdrawn: bool) -> None:
    """One provider for both schools reads one message; else each reads of the school that it trains (rule V4)."""
    old = before.pair if before and not withdrawn else None
    new = now.pair if now else None
    joined, left = done.joined, done.left
    if old and new and old.lead_provider == new.lead_provider:
        tell_provider(
            "provider_teacher_changes_school",
            new.lead_provider,
            joined,
            key=done.pk,
            what_happens=what_happens(done),
            first_day=words(joined.starts_on),
            partner_name=new.delivery_partner.name,
        )
        return
    if new:
        tell_provider(
            "provider_teacher_joins",
            new.lead_provider,
            joined,
            key=done.pk,
            school_name=joined.school.name,
            first_day=words(joined.starts_on),
            partner_name=new.delivery_partner.name,
        )
    if old and done.leaves and left.finishes_on:
        tell_provider(
            "provider_teacher_leaves",
            old.lead_provider,
            left,
            key=done.pk,
            school_name=left.school.name,
            last_day=words(left.finishes_on),
        )


def what_happens(done: Transfer) -> str:
    """For the provider of both schools."""
    joined, left = done.joined.school, done.left.school
    if joined == left:
        return f"is back at {joined}"
    return f"moves from {left} to {joined}" if done.leaves else f"is at {left}, and now at {joined} too"


def tell_who_comes_second(moving: Moving, to: School) -> None:
    """Another school has reported the same teacher since this one looked them up (rule V7)."""
    for tutor in tutors_of(to):
        send(
            "another_school_was_faster",
            to=tutor.user.email,
            key=f"another_school_was_faster {moving.last.pk} {to.pk} {tutor.pk}",
            school=to.pk,
            tutor_name=tutor.user.name,
            teacher_name=str(moving.teacher),
            school_name=to.name,
            way_in=way_in(tutor.user, people_of(to)),
        )


def is_withdrawn(training: TrainingPeriod | None) -> bool:
    return training is not None and training.status == Status.WITHDRAWN


def in_words(training: TrainingPeriod | None) -> str:
    """How somebody is trained, in a few words."""
    return str(way_of(training) or "None, as a mentor who was trained before")
