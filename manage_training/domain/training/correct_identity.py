"""A school corrects the TRN or date of birth of somebody whom the record has not confirmed. Rule T58."""

from enum import StrEnum
from uuid import UUID

from django.db import IntegrityError, transaction

from manage_training.domain.events.actor import Actor
from manage_training.domain.events.record import record
from manage_training.domain.refusal import Refusal
from manage_training.domain.teachers.check import Asked, Verdict
from manage_training.domain.teachers.identify import keep_with_teacher
from manage_training.domain.teachers.judge import Outcome, Reason
from manage_training.domain.teachers.judge import Role as RoleOf
from manage_training.domain.teachers.models import Identity, Teacher
from manage_training.domain.training.change_of_person import open_to_change, save_changed, tell_the_teacher
from manage_training.domain.training.models import Placement, Role
from manage_training.domain.training.rename import needs_a_reason
from manage_training.domain.training.settle import (
    locked_with_holder,
    placements_of,
    settle,
    standing,
    tell_of_changes,
)
from manage_training.domain.training.tasks import recheck_soon
from manage_training.domain.training.whereabouts import Kind, whereabouts


class End(StrEnum):
    """What came of a correction."""

    CONFIRMED = "confirmed"
    TO_BE_CHECKED = "to_be_checked"
    MERGED = "merged"  # somebody registered here already turned out to be the same person
    AT_TWO_SCHOOLS = "at_two_schools"  # the record knows them, but another school has them too


def may_be_corrected(teacher: Teacher) -> bool:
    """Whom the record has confirmed stays who they are."""
    return teacher.identity == Identity.TO_BE_CHECKED


@transaction.atomic
def correct_identity(
    placement: Placement,
    *,
    verdict: Verdict,
    asked: Asked,
    draft: UUID,
    name_reason: str = "",
    by: Actor,
    seen: int | None = None,
) -> tuple[Placement, End]:
    """Put right by what somebody is looked up, and let follow what the record said of it.

    `verdict` is what the record said of what was `asked` in the draft of that id; nobody outside is asked here. A
    record of another name altogether needs a reason. Returns the placement that stands for them now, and what came of
    it. Raises `Refusal`, with words for the person; nothing has changed then.
    """
    teacher, holder = locked_with_holder(placement.teacher, verdict.trn)  # of all schools, which are locked in order
    (placement,) = open_to_change(placement, seen=seen)
    placement.teacher = teacher
    refuse_who_is_confirmed(teacher)
    refuse_half_an_answer(verdict)
    refuse_a_second_claim(placement, verdict, asked)
    explained = bool(verdict.trn) and needs_a_reason(teacher, verdict.name)
    if explained and not name_reason:
        raise Refusal("Enter why they go by a different name", field="name_reason")

    before = standing(placements_of(teacher, holder))
    called = str(teacher)
    teacher.claimed_trn = asked.trn
    if explained:
        teacher.preferred_name, teacher.name_reason = called, name_reason
    teacher.version += 1
    teacher.save(update_fields=["claimed_trn", "preferred_name", "name_reason", "version"])
    save_changed(placement)
    stays = settled(teacher, holder, verdict)
    check = keep_with_teacher(stays, role_in(placement), verdict, asked, draft)
    record("identity_corrected", about=placement, by=by, school=placement.school_id, reason=str(verdict.reason))
    if explained:
        record("name_explained", about=placement, by=by, school=placement.school_id, teacher=stays.pk)
    tell_the_teacher(placement, "teacher reference number (TRN) or date of birth", f"TRN ending in {asked.trn[-3:]}")
    tell_of_changes(before, check)
    if verdict.reason == Reason.NO_ANSWER:
        recheck_soon(teacher)
    return now_standing_for(placement, stays), end_of(teacher, verdict)


def refuse_who_is_confirmed(teacher: Teacher) -> None:
    if not may_be_corrected(teacher):
        raise Refusal(f"The teaching record has confirmed who {teacher} is meanwhile. There is nothing to correct.")


def refuse_half_an_answer(verdict: Verdict) -> None:
    if verdict.outcome == Outcome.ASK_NATIONAL_INSURANCE_NUMBER:
        raise Refusal("Enter their National Insurance number, or continue without it.")


def refuse_a_second_claim(placement: Placement, verdict: Verdict, asked: Asked) -> None:
    """As long as the record does not say who it is, one TRN is registered once at a school (rule T20)."""
    there = whereabouts(verdict, asked, placement.role, seen_from=placement.school, but=placement.teacher)
    if not verdict.trn and there.kind in (Kind.HERE, Kind.HERE_TO_BE_CHECKED):
        raise Refusal(
            "Somebody else at your school is registered with this TRN. Open their record to see who it is.", field="trn"
        )


def settled(teacher: Teacher, holder: Teacher | None, verdict: Verdict) -> Teacher:
    """Who stays. Another school may register somebody under the TRN at this very moment: then one of the two waits."""
    try:
        with transaction.atomic():
            return settle(teacher, holder, verdict.trn, verdict.name)
    except IntegrityError as clash:
        if "trn" not in str(clash):
            raise
        raise Refusal(
            "Somebody has just been registered with this TRN. Confirm again to see what that means."
        ) from clash


def role_in(placement: Placement) -> RoleOf:
    return "mentor" if placement.role == Role.MENTOR else "ect"


def now_standing_for(placement: Placement, stays: Teacher) -> Placement:
    """The placement itself; or, where it was one of two, the one that has stayed (rule T27)."""
    placement.refresh_from_db()
    if placement.voided_at is None:
        return placement
    same: Placement = (
        placements_of(stays).filter(school=placement.school_id, role=placement.role).order_by("starts_on")[0]
    )
    return same


def end_of(teacher: Teacher, verdict: Verdict) -> End:
    teacher.refresh_from_db()
    match Identity(teacher.identity):
        case Identity.MERGED:
            return End.MERGED
        case Identity.CONFIRMED:
            return End.CONFIRMED
    return End.AT_TWO_SCHOOLS if verdict.trn else End.TO_BE_CHECKED
