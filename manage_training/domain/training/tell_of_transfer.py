"""Who is told that somebody moves: the teacher, the tutors of both schools, the lead providers concerned.

The school they leave learns nothing of the other, and no provider learns of a school where it does not train them.
Rules V4 and V11.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from manage_training.domain.accounts.memberships import tutors_of
from manage_training.domain.accounts.way_in import way_in
from manage_training.domain.cases.models import Case
from manage_training.domain.clock import london_date
from manage_training.domain.dates import words
from manage_training.domain.messages.models import Message
from manage_training.domain.messages.send import send
from manage_training.domain.organisations.models import LeadProvider
from manage_training.domain.schools.models import School
from manage_training.domain.training.change_of_person import tell_the_teacher
from manage_training.domain.training.models import Mentorship, Placement, Status, TrainingPeriod, Transfer
from manage_training.domain.training.moving import Moving
from manage_training.domain.training.providers_to_use import Way, way_of

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
    for tutor in tutors_of(joined.school):
        send(
            "teacher_is_joining",
            to=tutor.user.email,
            key=f"teacher_is_joining {done.pk} {tutor.pk}",
            school=joined.school_id,
            tutor_name=tutor.user.name,
            teacher_name=str(joined.teacher),
            school_name=joined.school.name,
            reference=joined.reference,
            first_day=words(joined.starts_on),
            training=in_words(training),
            undo_until=words(correct_until(done)),
            way_in=way_in(tutor.user, record_of(joined)),
        )
    if done.concerns_two_schools:
        tell_the_school_they_leave(done, cut)
    tell_providers(done, way_of(before), way_of(training), withdrawn=is_withdrawn(before))


def tell_the_school_they_leave(done: Transfer, cut: Iterable[Mentorship]) -> None:
    left = done.left
    mentees = sorted(str(each.ect.teacher) for each in cut if each.mentor_id == left.pk)
    last_day = left.finishes_on or date.max
    for tutor in tutors_of(left.school):
        send(
            "teacher_is_leaving",
            to=tutor.user.email,
            key=f"teacher_is_leaving {done.pk} {tutor.pk}",
            school=left.school_id,
            tutor_name=tutor.user.name,
            teacher_name=str(left.teacher),
            school_name=left.school.name,
            last_day=words(last_day),
            what_changes=what_changes(done, last_day, mentees),
            correct_until=words(correct_until(done)),
            way_in=way_in(tutor.user, record_of(left)),
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
    who = str(joined.teacher)
    role = joined.get_role_display().lower()
    if old and new and old.lead_provider == new.lead_provider:
        send(
            "provider_teacher_changes_school",
            to=new.lead_provider.email,
            key=f"provider_teacher_changes_school {done.pk}",
            school=joined.school_id,
            provider_name=new.lead_provider.name,
            teacher_name=who,
            role_name=role,
            reference=joined.reference,
            what_happens=what_happens(done),
            first_day=words(joined.starts_on),
            partner_name=new.delivery_partner.name,
        )
        return
    if new:
        send(
            "provider_teacher_joins",
            to=new.lead_provider.email,
            key=f"provider_teacher_joins {done.pk}",
            school=joined.school_id,
            provider_name=new.lead_provider.name,
            teacher_name=who,
            role_name=role,
            reference=joined.reference,
            school_name=joined.school.name,
            first_day=words(joined.starts_on),
            partner_name=new.delivery_partner.name,
        )
    if old and done.leaves and left.finishes_on:
        send(
            "provider_teacher_leaves",
            to=old.lead_provider.email,
            key=f"provider_teacher_leaves {done.pk}",
            school=left.school_id,
            provider_name=old.lead_provider.name,
            teacher_name=who,
            role_name=role,
            reference=left.reference,
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
            way_in=way_in(tutor.user, f"/schools/{to.urn}/people/"),
        )


def tell_that_it_is_undone(done: Transfer) -> None:
    """Everybody who was told of a transfer learns that it was taken back."""
    joined, left = done.joined, done.left
    who = str(joined.teacher)
    for number, address in enumerate(dict.fromkeys([joined.email, left.email])):
        send(
            "you_are_not_moving",
            to=address,
            key=f"you_are_not_moving {done.pk} {number}",
            school=joined.school_id,
            teacher_name=who,
            school_name=joined.school.name,
        )
    for tutor in tutors_of(joined.school):
        send(
            "transfer_undone",
            to=tutor.user.email,
            key=f"transfer_undone {done.pk} {tutor.pk}",
            school=joined.school_id,
            tutor_name=tutor.user.name,
            teacher_name=who,
            school_name=joined.school.name,
            way_in=way_in(tutor.user, f"/schools/{joined.school.urn}/people/"),
        )
    if done.concerns_two_schools:
        last_day = f"Their last day is {words(left.finishes_on)}." if left.finishes_on else "They have no last day."
        for tutor in tutors_of(left.school):
            send(
                "teacher_is_not_leaving",
                to=tutor.user.email,
                key=f"teacher_is_not_leaving {done.pk} {tutor.pk}",
                school=left.school_id,
                tutor_name=tutor.user.name,
                teacher_name=who,
                school_name=left.school.name,
                last_day=last_day,
                way_in=way_in(tutor.user, record_of(left)),
            )
    tell_the_same_providers(done)


def tell_the_same_providers(done: Transfer) -> None:
    """The providers that were told, each of the school that it was told of."""
    who, joined, left = done.joined.teacher, done.joined.school, done.left.school
    what = {
        "provider_teacher_joins": f"{who} does not join {joined}",
        "provider_teacher_leaves": f"{who} does not move away from {left}",
        "provider_teacher_changes_school": f"{who} does not join {joined}, and is registered as before",
    }
    told = Message.objects.filter(dedupe_key__in=[f"{kind} {done.pk}" for kind in what])
    providers = {each.email: each.name for each in LeadProvider.objects.filter(email__in=told.values("to"))}
    for message in told.order_by("pk"):
        send(
            "provider_transfer_undone",
            to=message.to,
            key=f"provider_transfer_undone {done.pk} {message.pk}",
            school=message.school_id,
            provider_name=providers.get(message.to, "colleague"),
            teacher_name=str(who),
            what=what[message.kind],
        )


def tell_the_corrected_day(done: Transfer, cut: Iterable[Mentorship]) -> None:
    """The teacher, the school's tutors, and the provider that trains them until then. The other school is not told."""
    left = done.left
    last_day = words(left.finishes_on or date.max)
    key = f"{done.pk} {left.version}"
    tell_the_teacher(left, "last day", last_day)
    mentees = sorted(str(each.ect.teacher) for each in cut if each.mentor_id == left.pk)
    after = words((left.finishes_on or date.max) + timedelta(days=1))
    for tutor in tutors_of(left.school):
        send(
            "last_day_corrected",
            to=tutor.user.email,
            key=f"last_day_corrected {key} {tutor.pk}",
            school=left.school_id,
            tutor_name=tutor.user.name,
            teacher_name=str(left.teacher),
            school_name=left.school.name,
            last_day=last_day,
            what_changes=[
                "their training at your school ends with that day",
                *(f"{name} has no mentor yet from {after}" for name in mentees),
            ],
            way_in=way_in(tutor.user, record_of(left)),
        )
    told = Message.objects.filter(dedupe_key=f"provider_teacher_leaves {done.pk}").first()
    provider = LeadProvider.objects.filter(email=told.to).first() if told else None
    if provider:
        send(
            "provider_last_day_corrected",
            to=provider.email,
            key=f"provider_last_day_corrected {key}",
            school=left.school_id,
            provider_name=provider.name,
            teacher_name=str(left.teacher),
            reference=left.reference,
            school_name=left.school.name,
            last_day=last_day,
        )


def tell_that_it_is_doubted(done: Transfer, case: Case, reason: str) -> None:
    """Both schools, each in its own words; who doubts it is not named to the other."""
    for kind, placement in (("transfer_called_a_mistake", done.left), ("transfer_doubted", done.joined)):
        for tutor in tutors_of(placement.school):
            send(
                kind,
                to=tutor.user.email,
                key=f"{kind} {case.pk} {tutor.pk}",
                school=placement.school_id,
                tutor_name=tutor.user.name,
                teacher_name=str(placement.teacher),
                school_name=placement.school.name,
                reason=reason,
                way_in=way_in(tutor.user, record_of(placement)),
            )


def is_withdrawn(training: TrainingPeriod | None) -> bool:
    return training is not None and training.status == Status.WITHDRAWN


def record_of(placement: Placement) -> str:
    return f"/schools/{placement.school.urn}/people/{placement.pk}/"


def in_words(training: TrainingPeriod | None) -> str:
    """How somebody is trained, in a few words."""
    return str(way_of(training) or "None, as a mentor who was trained before")
