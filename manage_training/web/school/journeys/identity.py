"""Who a teacher is: TRN and date of birth, the name that the record plays back, the name they go by."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from manage_training.design_system.fields import DateField, FullNameField, TextareaField, TextField, YesNoField
from manage_training.design_system.forms import Form
from manage_training.domain.clock import today
from manage_training.domain.limits.allow import LimitReached
from manage_training.domain.refusal import Refusal
from manage_training.domain.teachers.allow_look_up import allow_look_up, count_not_found
from manage_training.domain.teachers.check import Asked, Verdict, check_for_draft, kept_for_draft
from manage_training.domain.teachers.judge import NOT_IDENTIFIED, Outcome, Reason
from manage_training.domain.teachers.models import Teacher
from manage_training.domain.teachers.numbers import clean_national_insurance_number, clean_trn
from manage_training.domain.teachers.within_limits import Lane, record_service
from manage_training.domain.training.moving import role_of, who_moves
from manage_training.domain.training.starts import YOUNGEST
from manage_training.domain.training.whereabouts import whereabouts
from manage_training.journeys.answers import Answers
from manage_training.journeys.step import Step
from manage_training.web.security_log import security

OLDEST = 100  # years
NAMES_NOBODY = NOT_IDENTIFIED - {Reason.NO_ANSWER}  # where the record service is away, nobody has gone fishing
# What a look at the record adds to the answers.
FOUND = ["role", "outcome", "reason", "record_trn", "record_trns", "record_name", "whereabouts", "here", "last"]


class LooksUp(Form):
    """A form whose answer is looked up in the teaching record when it is given, and never again for the same words."""

    a: Answers

    def prepare(self, a: Answers) -> None:
        self.a = a

    def asked(self, values: dict[str, Any]) -> Asked:
        raise NotImplementedError

    def registered(self) -> Teacher | None:
        """Who it is about, where they are registered already."""
        return None

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.errors:
            return values
        try:
            asked = self.asked(values)
            role, verdict = look_up(self.a, asked)
            return values | found(verdict, asked, role, self.a, but=self.registered())
        except LimitReached as reached:
            security.warning("look-ups of teachers refused user=%s school=%s", self.a.user_id, self.a.school.pk)
            raise ValidationError(reached.words) from reached


class IdentityForm(LooksUp):
    heading = "Find their teaching record"
    trn = TextField(
        "Teacher reference number (TRN)",
        name="Teacher reference number (TRN)",
        hint="7 digits, like 1234567. It may be written “RP 12/34567”.",
        missing="Enter the teacher reference number (TRN)",
        max_length=40,
        width="10",
    )
    date_of_birth = DateField(
        legend="Date of birth",
        hint="For example, 27 3 1998",
        name="Date of birth",
        missing="Enter their date of birth",
    )

    def clean_trn(self) -> str:
        try:
            return clean_trn(self.cleaned_data["trn"])
        except Refusal as refusal:
            raise ValidationError(refusal.words) from refusal

    def clean_date_of_birth(self) -> date:
        born: date = self.cleaned_data["date_of_birth"]
        age = today().year - born.year - ((today().month, today().day) < (born.month, born.day))
        if born > today():
            raise ValidationError("Date of birth must be in the past")
        if not YOUNGEST <= age <= OLDEST:
            raise ValidationError(f"Date of birth must be that of somebody aged {YOUNGEST} to {OLDEST}")
        return born

    def asked(self, values: dict[str, Any]) -> Asked:
        return Asked(values["trn"], values["date_of_birth"])


class NationalInsuranceNumberForm(LooksUp):
    national_insurance_number = TextField(
        "What is their National Insurance number?",
        name="National Insurance number",
        hint="It is on their payslip, like QQ 12 34 56 C. If you do not know it, continue without: we will check their "
        "details later.",
        required=False,
        max_length=40,
        width="10",
    )

    def clean_national_insurance_number(self) -> str:
        typed: str = self.cleaned_data["national_insurance_number"]
        try:
            return clean_national_insurance_number(typed) if typed else ""
        except Refusal as refusal:
            raise ValidationError(refusal.words) from refusal

    def asked(self, values: dict[str, Any]) -> Asked:
        return Asked(
            self.a.trn,
            self.a.date_of_birth,
            number_given=True,
            national_insurance_number=values["national_insurance_number"],
        )


class RightPersonForm(Form):
    heading = "Is this the right person?"
    right_person = YesNoField(
        "Is this who you want to add?", missing="Select yes if this is the right person", name="Right person"
    )
    preferred_name = FullNameField(
        "Name they go by (optional)",
        name="Name they go by",
        hint="Only if it is not the name on their record. It is the name that you will see here.",
        required=False,
    )

    def prepare(self, a: Answers) -> None:
        self.record_name = a.record_name

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        return values | {"called": values.get("preferred_name") or self.record_name}


class OtherNameForm(Form):
    name_reason = TextareaField(
        "Why do they go by a different name?",
        name="Reason for the name",
        hint="For example, they use their middle name, or the record still has a name from before they married.",
        missing="Enter why they go by a different name",
        max_length=500,
    )


class FullNameForm(Form):
    typed_name = FullNameField(
        "What is their full name?",
        name="Full name",
        missing="Enter their full name",
        hint="As on their teaching record.",
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        return values | {"called": values.get("typed_name", "")}


def look_up(a: Answers, asked: Asked) -> tuple[str, Verdict]:
    """In which role somebody is looked up, and what the record says; who transfers, in the role they are known in."""
    if a.role:
        return a.role, in_role(a.role, a, asked)
    role = role_of([asked.trn], a.school)
    verdict = in_role(role.value, a, asked)
    moved = verdict.trn not in ("", asked.trn)  # the record has another TRN now, under which they may be known
    if moved and (known := role_of(verdict.trns, a.school)) != role:
        return known.value, in_role(known.value, a, asked)
    return role.value, verdict


def in_role(role: Any, a: Answers, asked: Asked) -> Verdict:
    """What the record says, from what was kept where the same was asked before; else it is asked, within the limits."""
    draft = UUID(a.draft)
    if kept := kept_for_draft(draft, role, asked):
        return kept
    allow_look_up(a.user_id, a.school.pk)
    verdict = check_for_draft(draft, role, asked, records=record_service(Lane.SOMEBODY_WAITS))
    if verdict.reason in NAMES_NOBODY:
        count_not_found(a.user_id)
    return verdict


def found(verdict: Verdict, asked: Asked, role: str, a: Answers, *, but: Teacher | None) -> dict[str, Any]:
    """The answers that follow from a look at the record; `last` is where somebody comes from who joins the school."""
    place = whereabouts(verdict, asked, role, seen_from=a.school, but=but)
    moving = who_moves(verdict.trns, a.school)
    return {
        "role": role,
        "outcome": verdict.outcome.value,
        "reason": verdict.reason.value,
        "record_trn": verdict.trn,
        "record_trns": verdict.trns,
        "record_name": verdict.name,
        "whereabouts": place.kind.value,
        "here": place.placement.pk if place.placement else None,
        "last": moving.last.pk if moving else None,
    }


def asked_in_all(a: Answers) -> Asked:
    """All that was typed to find the record."""
    return Asked(
        a.trn,
        a.date_of_birth,
        number_given=a.national_insurance_number is not None,
        national_insurance_number=a.national_insurance_number or "",
    )


def what_was_found(a: Answers) -> tuple[Asked, Verdict]:
    """All that was typed to find the record, and what it said. Refuses where that is not kept any more."""
    asked = asked_in_all(a)
    verdict = kept_for_draft(UUID(a.draft), a.role, asked)
    if verdict is None:
        raise Refusal("We do not have their details any more. Enter the TRN and date of birth again.", field="trn")
    return asked, verdict


def identity_steps(*, stop: Callable[[Answers], str | None]) -> list[Step]:
    """TRN and date of birth, and the National Insurance number where those find nobody; `stop` says where that ends."""
    return [
        Step("identity", IdentityForm, stop=stop, gives=FOUND),
        Step(
            "national-insurance-number",
            NationalInsuranceNumberForm,
            applies=lambda a: a.outcome == Outcome.ASK_NATIONAL_INSURANCE_NUMBER,
            stop=stop,
            about=lambda a: [a.trn, a.date_of_birth],
            gives=FOUND,
        ),
    ]
