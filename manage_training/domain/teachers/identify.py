"""Whose record a registration is about: the teacher of a confirmed TRN, or somebody whose details are to be checked."""

from uuid import UUID

from manage_training.domain.clock import now
from manage_training.domain.teachers.check import Asked, Verdict
from manage_training.domain.teachers.judge import Role
from manage_training.domain.teachers.models import CheckInput, Identity, RecordCheck, Teacher


def teacher_of(
    verdict: Verdict, asked: Asked, *, typed_name: str = "", preferred_name: str = "", name_reason: str = ""
) -> Teacher:
    """The teacher whom a check found, made where we do not know them yet, and locked until the transaction ends.

    One whom the record knows by TRN and date of birth is one person, however many schools register them at once, also
    where something on the record has to be checked. Anybody else is somebody new each time: a typed TRN proves nothing
    (rule T1).
    """
    names = {"preferred_name": preferred_name, "name_reason": name_reason} if preferred_name else {}
    if not verdict.trn:
        return Teacher.objects.create(
            identity=Identity.TO_BE_CHECKED, claimed_trn=asked.trn, claimed_name=typed_name, **names
        )
    if known := locked_teacher(verdict):
        teacher = known
    else:
        Teacher.objects.bulk_create(
            [Teacher(trn=verdict.trn, record_name=verdict.name, identity=Identity.CONFIRMED)], ignore_conflicts=True
        )
        teacher = Teacher.objects.select_for_update(no_key=True).get(trn=verdict.trn)
    changes = names | {"trn": verdict.trn, "record_name": verdict.name}
    if any(getattr(teacher, name) != value for name, value in changes.items()):
        for name, value in changes.items():
            setattr(teacher, name, value)
        teacher.version += 1
        teacher.save(update_fields=[*changes, "version"])
    return teacher


def locked_teacher(verdict: Verdict) -> Teacher | None:
    """Whom we know by the record's TRN; else by the one it had before the record moved."""
    known = Teacher.objects.filter(trn__in=verdict.trns).order_by("pk").select_for_update(no_key=True)
    return next(iter(sorted(known, key=lambda teacher: teacher.trn != verdict.trn)), None)


def keep_with_teacher(teacher: Teacher, role: Role, verdict: Verdict, asked: Asked, draft: UUID) -> RecordCheck:
    """Write down with the teacher what the check of the draft came to, and keep what another check needs, or drop it.

    The date of birth and the number are deleted with the first match (rule T2).
    """
    check = RecordCheck.objects.create(
        teacher=teacher,
        asked_trn=asked.trn,
        asked_nino=asked.number_given,
        said={"role": role, **(verdict.said or {})},
        outcome=verdict.outcome,
        reason=verdict.reason,
        at=now(),
    )
    CheckInput.objects.filter(draft_id=draft).delete()
    if teacher.identity == Identity.TO_BE_CHECKED:
        CheckInput.objects.update_or_create(
            teacher=teacher,
            defaults={
                "date_of_birth": asked.date_of_birth,
                "national_insurance_number": asked.national_insurance_number,
                "given_at": now(),
            },
        )
    return check
