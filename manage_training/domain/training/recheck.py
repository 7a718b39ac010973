"""Looking somebody up again who is registered, and what follows from it. Rules T26 and T27."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, Q, QuerySet, Subquery
from django.db.models.expressions import OuterRef

from manage_training.domain.accounts.memberships import tutors_of
from manage_training.domain.accounts.way_in import way_in
from manage_training.domain.clock import now, today
from manage_training.domain.events.actor import THE_SERVICE
from manage_training.domain.events.record import record
from manage_training.domain.messages.send import send
from manage_training.domain.teachers.check import Asked, keep, look_up
from manage_training.domain.teachers.judge import NOT_IDENTIFIED, Look, Reason, judge
from manage_training.domain.teachers.judge import Role as RoleOf
from manage_training.domain.teachers.models import CheckInput, Identity, RecordCheck, Teacher
from manage_training.domain.teachers.records import Induction
from manage_training.domain.teachers.within_limits import Lane, record_service
from manage_training.domain.training.models import Placement, Role
from manage_training.domain.training.settle import (
    locked_with_holder,
    placements_of,
    record_page,
    settle,
    standing,
    tell_of_changes,
)

NOT_ASKED = date.min  # the date of birth of somebody whom the record has confirmed, which we keep no more
# Who waits for nothing is looked up again after so long; a few nights to spare, so that each is in any month.
NOW_AND_THEN = timedelta(days=26)


class NotAnswered(Exception):
    """The record service had no answer; whoever asked tries again later. The text names nobody."""


def waiting(today: date, after: int = 0) -> QuerySet[Teacher, int]:
    """The ids, in order and above `after`, of those whom a newer record may bring further (rule T26).

    Somebody to be checked whose details we still have; an early career teacher without QTS or induction; somebody with
    an alert, or an induction that we do not understand.
    """
    last = RecordCheck.objects.filter(teacher=OuterRef("pk"), said__has_key="induction").exclude(
        reason__in=NOT_IDENTIFIED
    )
    here = Placement.objects.in_force().not_over(today).filter(teacher=OuterRef("pk"))
    people = Teacher.objects.filter(
        pk__gt=after
    ).alias(
        roles=Subquery(here.order_by("role").values("role")[:1]),  # early career teachers before mentors
        said=Subquery(last.order_by("-pk").values("said")[:1]),
    )
    not_yet = [Induction.NONE, Induction.REQUIRED, Induction.UNKNOWN]
    for_an_ect = Q(roles=Role.ECT) & (Q(said__qts_since=None) | Q(said__induction__in=not_yet))
    known_to_wait = Q(identity=Identity.CONFIRMED) & (for_an_ect | Q(said__other_alerts=True))
    to_be_checked = Q(identity=Identity.TO_BE_CHECKED, check_input__isnull=False)
    return people.filter(known_to_wait | to_be_checked, roles__isnull=False).order_by("pk").values_list("pk", flat=True)


def due(today: date, after: int = 0) -> QuerySet[RecordCheck]:
    """The last checks, above `after`, of those in training who have not been looked up for long, the oldest first.

    Everybody whom the record has confirmed and who is at a school or will be, but early career teachers who have
    completed their induction (rule T26). The checks of who is looked up every night are never old enough.
    """
    newer = RecordCheck.objects.filter(teacher=OuterRef("teacher"), pk__gt=OuterRef("pk"))
    here = Placement.objects.in_force().not_over(today).filter(teacher=OuterRef("teacher"))
    checks = RecordCheck.objects.filter(
        Exists(here), ~Exists(newer), pk__gt=after, at__lte=now() - NOW_AND_THEN, teacher__identity=Identity.CONFIRMED
    )
    return checks.exclude(said__role="ect", said__induction=Induction.PASSED).order_by("pk")


def recheck(teacher_id: int, *, lane: Lane) -> None:
    """Look somebody up again, write down what the record says, and let it follow: to be called outside a transaction.

    Nothing happens for somebody who is registered nowhere any more, or whose details are gone. Raises `NotAnswered`
    where the record service has no answer, and then nothing is written.
    """
    teacher = Teacher.objects.select_related("check_input").filter(pk=teacher_id).first()
    role = role_of(teacher) if teacher else None
    asked = still_to_ask(teacher) if teacher else None
    if teacher is None or role is None or asked is None:
        return
    look = look_up(role, asked, record_service(lane), known=teacher.identity == Identity.CONFIRMED)
    if not look.answered:
        raise NotAnswered(f"The record service has no answer for teacher {teacher_id}.")
    follow(teacher, look, asked)


def role_of(teacher: Teacher) -> RoleOf | None:
    """What somebody is registered as; an early career teacher first, for whom the record has more to say."""
    roles = set(teacher.placements.in_force().not_over(today()).values_list("role", flat=True))
    if not roles:
        return None
    return "ect" if Role.ECT in roles else "mentor"


def still_to_ask(teacher: Teacher) -> Asked | None:
    """What to ask about somebody: their TRN once it is known whose it is; else all that was typed, while we have it."""
    if teacher.identity == Identity.CONFIRMED and teacher.trn:
        return Asked(teacher.trn, NOT_ASKED)
    inputs = CheckInput.objects.filter(teacher=teacher).first()
    if teacher.identity != Identity.TO_BE_CHECKED or inputs is None:
        return None
    number = inputs.national_insurance_number
    return Asked(teacher.claimed_trn, inputs.date_of_birth, bool(number), number)


@transaction.atomic
def follow(teacher: Teacher, look: Look, asked: Asked) -> None:
    """Let follow what the record said. Whoever it confirms and we knew already becomes one with them (rule T27)."""
    reason = judge(look)[1]
    is_known = look.record is not None and reason not in NOT_IDENTIFIED
    trn, name = (look.found().trn, look.found().name) if is_known else ("", "")
    teacher, holder = locked_with_holder(teacher, trn)
    if still_to_ask(teacher) != asked:
        return  # somebody has changed their details meanwhile, and they are looked up again
    before, last = standing(placements_of(teacher, holder)), last_reason(teacher)
    stays = settle(teacher, holder, trn, name)
    check = keep(look, asked, teacher=stays)
    if not is_known and last == Reason.NO_ANSWER:
        ask_to_look_again(teacher, reason)
    tell_of_changes(before, check)


def last_reason(teacher: Teacher) -> str:
    last = RecordCheck.objects.filter(teacher=teacher).order_by("-pk").first()
    return last.reason if last else ""


WHAT_DIFFERS = {
    Reason.TRN_NOT_FOUND: "There is no teaching record with the TRN that you entered.",
    Reason.DEACTIVATED: "The teaching record with the TRN that you entered is not in use any more.",
    Reason.DATE_OF_BIRTH_DIFFERS: "The teaching record with the TRN that you entered has another date of birth.",
    Reason.NUMBER_DIFFERS_TOO: "The teaching record with the TRN that you entered has another date of birth and "
    "National Insurance number.",
}


def ask_to_look_again(teacher: Teacher, reason: Reason) -> None:
    """Tell the school what does not agree, now that the record service has answered."""
    for placement in placements_of(teacher).select_related("school").order_by("pk"):
        record("details_differ", about=placement, by=THE_SERVICE, school=placement.school_id, reason=str(reason))
        for tutor in tutors_of(placement.school):
            send(
                "details_differ",
                to=tutor.user.email,
                key=f"details_differ {placement.pk} {reason} {tutor.pk}",
                school=placement.school_id,
                tutor_name=tutor.user.name,
                person_name=str(teacher),
                school_name=placement.school.name,
                what_differs=WHAT_DIFFERS[reason],
                way_in=way_in(tutor.user, f"{record_page(placement)}identity/"),
            )
