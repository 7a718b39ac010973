"""Look somebody up in the teaching record, once for what was typed, and keep what it said. Rules R2, R3 and R5."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists

from manage_training.domain.clock import now
from manage_training.domain.teachers.judge import NOT_IDENTIFIED, Look, Outcome, Reason, Role, judge
from manage_training.domain.teachers.models import CheckInput, EarlyRollOutMentor, RecordCheck, Teacher
from manage_training.domain.teachers.records import Record, RecordDeactivated, RecordsUnavailable, TeachingRecords


@dataclass(frozen=True)
class Asked:
    """What a school typed about somebody. `number_given` also where they said that they have no number to give."""

    trn: str
    date_of_birth: date
    number_given: bool = False
    national_insurance_number: str = ""


@dataclass(frozen=True)
class Verdict:
    """What a check came to. `trn` and `name` are the record's, empty where nobody has shown to know who it is."""

    outcome: Outcome
    reason: Reason
    trn: str = ""
    name: str = ""
    said: dict[str, Any] | None = None

    @property
    def trns(self) -> list[str]:
        """The TRN, and the one before it where the record has moved; none where nobody is known."""
        before = (self.said or {}).get("merged_from", "")
        return [trn for trn in (self.trn, before) if trn]

    @classmethod
    def of(cls, check: RecordCheck) -> "Verdict":
        known = Reason(check.reason) not in NOT_IDENTIFIED
        trn, name = (check.said["trn"], check.said["name"]) if known else ("", "")
        return cls(Outcome(check.outcome), Reason(check.reason), trn, name, check.said if known else None)


def check_for_draft(draft: UUID, role: Role, asked: Asked, *, records: TeachingRecords) -> Verdict:
    """What the record says about who is typed into a draft.

    Asked again with the same words it answers from what was kept, so that a journey that is submitted calls nobody.
    Asks the record service outside a transaction otherwise.
    """
    if kept := kept_for_draft(draft, role, asked):
        return kept
    look = look_up(role, asked, records)
    with transaction.atomic():
        CheckInput.objects.update_or_create(
            draft_id=draft,
            defaults={
                "date_of_birth": asked.date_of_birth,
                "national_insurance_number": asked.national_insurance_number,
                "given_at": now(),
            },
        )
        return Verdict.of(keep(look, asked, draft_id=draft))


def kept_for_draft(draft: UUID, role: Role, asked: Asked) -> Verdict | None:
    """What the record said before about just these words; None where they are new.

    A number that was given later does not make the first answer, without it, new.
    """
    inputs = CheckInput.objects.filter(draft_id=draft, date_of_birth=asked.date_of_birth)
    if asked.number_given:
        inputs = inputs.filter(national_insurance_number=asked.national_insurance_number)
    checks = RecordCheck.objects.filter(
        Exists(inputs), draft_id=draft, asked_trn=asked.trn, asked_nino=asked.number_given, said__role=role
    )
    last = checks.order_by("-pk").first()
    return Verdict.of(last) if last else None


def look_up(role: Role, asked: Asked, records: TeachingRecords, *, known: bool = False) -> Look:
    """One question to the record service; a second one, about the number, only where the date of birth differs.

    `known` is for somebody whom the record has confirmed before: then the date of birth is not compared again.
    """
    date_of_birth = None if known else asked.date_of_birth
    try:
        record = records.find(asked.trn)
        number_matches = False
        if record and asked.national_insurance_number and record.date_of_birth != asked.date_of_birth:
            number_matches = records.has_national_insurance_number(record.trn, asked.national_insurance_number)
    except RecordsUnavailable:
        return Look(role, date_of_birth, answered=False)
    except RecordDeactivated:
        return Look(role, date_of_birth, deactivated=True)
    return Look(
        role,
        date_of_birth,
        record,
        number_given=asked.number_given,
        number_matches=number_matches,
        early_roll_out=record is not None and EarlyRollOutMentor.objects.filter(trn=record.trn).exists(),
    )


def keep(look: Look, asked: Asked, *, draft_id: UUID | None = None, teacher: Teacher | None = None) -> RecordCheck:
    """Write down what was asked and answered, and what follows from it: for a draft, or of a teacher (rule T2).

    The date of birth and the National Insurance number themselves are not in it.
    """
    outcome, reason = judge(look)
    return RecordCheck.objects.create(
        draft_id=draft_id,
        teacher=teacher,
        asked_trn=asked.trn,
        asked_nino=asked.number_given,
        said={"role": look.role, **(in_json(look.record) if look.record else {})},
        outcome=outcome,
        reason=reason,
        at=now(),
    )


def in_json(record: Record) -> dict[str, Any]:
    """A record as a check keeps it: without the date of birth."""
    facts = asdict(record) | {"name": record.name}
    del facts["date_of_birth"]
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}
