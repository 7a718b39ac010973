"""Whose record a registration is about: the teacher of a confirmed TRN, or somebody whose details are to be checked."""

from uuid import UUID

from manage_training.domain.clock import now
from manage_training.domain.teachers.check import Asked, Verdict
from manage_training.domain.teachers.judge import Outcome, Role
from manage_training.domain.teachers.models import CheckInput, Identity, RecordCheck, Teacher


def teacher_of(
    verdict: Verdict, asked: Asked, *, typed_name: str = "", preferred_name: str = "", name_reason: str = ""
) -> Teacher:
    """The teacher whom a check found, made where we do not know them yet, and locked until the transaction ends.

    One whom the record has confirmed is one person, however many schools register them at once. One to be checked is
    somebody new each time: a typed TRN proves nothing (rule T1).
    """
    names = {"preferred_name": preferred_name, "name_reason": name_reason} if preferred_name else {}
    if verdict.outcome != Outcome.MATCHED:
        return Teacher.objects.create(
            identity=Identity.TO_BE_CHECKED, claimed_trn=asked.trn, claimed_name=verdict.name or typed_name, **names
        )
    Teacher.objects.bulk_create(
        [Teacher(trn=verdict.trn, record_name=verdict.name, identity=Identity.CONFIRMED, claimed_trn=asked.trn)],
        ignore_conflicts=True,
    )
    teacher = Teacher.objects.select_for_update(no_key=True).get(trn=verdict.trn)
    if names:
        teacher.preferred_name, teacher.name_reason = preferred_name, name_reason
        teacher.version += 1
        teacher.save(update_fields=["preferred_name", "name_reason", "version"])
    return teacher


def keep_with_teacher(teacher: Teacher, role: Role, verdict: Verdict, asked: Asked, draft: UUID) -> None:
    """Write down with the teacher what the check of the draft came to, and keep what another check needs, or drop it.

    The date of birth and the number are deleted with the first match (rule T2).
    """
    RecordCheck.objects.create(
        teacher=teacher,
        asked_trn=asked.trn,
        asked_nino=asked.number_given,
        said={"role": role, **(verdict.said or {})},
        outcome=verdict.outcome,
        reason=verdict.reason,
        at=now(),
    )
    inputs = CheckInput.objects.filter(draft_id=draft)
    if verdict.outcome == Outcome.MATCHED:
        inputs.delete()
    else:
        inputs.update(draft_id=None, teacher=teacher)
