"""Who learns that a transfer was taken back, corrected or called a mistake: whoever was told of it. Rule V4."""

from collections.abc import Iterable
from datetime import date, timedelta

from manage_training.domain.cases.models import Case
from manage_training.domain.dates import words
from manage_training.domain.messages.models import Message
from manage_training.domain.messages.send import send
from manage_training.domain.organisations.models import LeadProvider
from manage_training.domain.training.change_of_person import tell_the_teacher
from manage_training.domain.training.models import Mentorship, Transfer
from manage_training.domain.training.tell_of_person import people_of, tell_tutors


def tell_that_it_is_undone(done: Transfer) -> None:
    """Everybody who was told of a transfer learns that it was taken back."""
    joined, left = done.joined, done.left
    for number, address in enumerate(dict.fromkeys([joined.email, left.email])):
        send(
            "you_are_not_moving",
            to=address,
            key=f"you_are_not_moving {done.pk} {number}",
            school=joined.school_id,
            teacher_name=str(joined.teacher),
            school_name=joined.school.name,
        )
    tell_tutors("transfer_undone", joined, key=done.pk, leads_to=people_of(joined.school))
    if done.concerns_two_schools:
        last_day = f"Their last day is {words(left.finishes_on)}." if left.finishes_on else "They have no last day."
        tell_tutors("teacher_is_not_leaving", left, key=done.pk, last_day=last_day)
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
    tell_tutors(
        "last_day_corrected",
        left,
        key=key,
        last_day=last_day,
        what_changes=[
            "their training at your school ends with that day",
            *(f"{name} has no mentor yet from {after}" for name in mentees),
        ],
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
    tell_tutors("transfer_called_a_mistake", done.left, key=case.pk, reason=reason)
    tell_tutors("transfer_doubted", done.joined, key=case.pk, reason=reason)
