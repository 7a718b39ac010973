"""A school corrects the TRN or date of birth of somebody whom the teaching record has not confirmed yet. Rule T58."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.shortcuts import redirect

from manage_training.design_system.fields import YesNoField
from manage_training.design_system.forms import Form
from manage_training.domain.clock import today
from manage_training.domain.events.actor import Actor
from manage_training.domain.teachers.judge import Outcome
from manage_training.domain.teachers.models import Teacher
from manage_training.domain.training.correct_identity import correct_identity, may_be_corrected
from manage_training.domain.training.models import Placement
from manage_training.domain.training.personal_record import personal_record
from manage_training.domain.training.rename import needs_a_reason
from manage_training.domain.training.whereabouts import Kind as Whereabouts
from manage_training.journeys.answers import Answers
from manage_training.journeys.journey import Journey
from manage_training.journeys.opening import DoesNotBegin
from manage_training.journeys.step import Step
from manage_training.web.access import SchoolRequest
from manage_training.web.school.journeys import identity
from manage_training.web.school.journeys.about_person import about_person
from manage_training.web.school.standing import meaning


class AboutSomebodyHere(identity.LooksUp):
    def registered(self) -> Teacher | None:
        teacher: Teacher = self.a.placement.teacher
        return teacher


class IdentityForm(AboutSomebodyHere, identity.IdentityForm):
    heading = "Correct the TRN or date of birth of {name}"

    def prepare(self, a: Answers) -> None:
        super().prepare(a)
        self.fields["trn"].initial = a.claimed_trn


class NationalInsuranceNumberForm(AboutSomebodyHere, identity.NationalInsuranceNumberForm):
    pass


class RightPersonForm(Form):
    right_person = YesNoField("Is this {name}?", name="Right person", missing="Select yes if this is the right person")


class NotMatchedForm(Form):
    heading = "We cannot match these details yet"


def begin(request: SchoolRequest, placement: Placement) -> Mapping[str, object]:
    if not may_be_corrected(placement.teacher):
        raise DoesNotBegin(redirect("school:person", request.school.urn, placement.pk))
    return {"role": placement.role, "user_id": request.user.pk, "claimed_trn": placement.teacher.claimed_trn}


def claimed_here(a: Answers) -> str | None:
    """As long as the record does not say who it is, one TRN is registered once at a school."""
    if a.record_name or a.outcome == Outcome.ASK_NATIONAL_INSURANCE_NUMBER:
        return None
    return "already-here" if a.whereabouts in (Whereabouts.HERE, Whereabouts.HERE_TO_BE_CHECKED) else None


def submit(a: Answers, by: Actor) -> dict[str, Any]:
    asked, verdict = identity.what_was_found(a)
    placement, end = correct_identity(
        a.placement,
        verdict=verdict,
        asked=asked,
        draft=UUID(a.draft),
        name_reason=a.name_reason or "",
        by=by,
        seen=a.seen,
    )
    found = personal_record(a.school, placement.pk, today())
    assert found is not None  # it is the school's own, and in force  # noqa: S101
    return {
        "end": end.value,
        "person": placement.pk,
        "name": found.person.facts.name,
        "state": found.person.standing.state.value,
        "means": meaning(found.person, found.last_check, settings.SUPPORT_EMAIL),
        "next_step": found.person.next_step,
    }


journey = Journey(
    "correct-identity",
    Step("identity", IdentityForm, stop=claimed_here, gives=identity.FOUND),
    Step(
        "national-insurance-number",
        NationalInsuranceNumberForm,
        applies=lambda a: a.outcome == Outcome.ASK_NATIONAL_INSURANCE_NUMBER,
        stop=claimed_here,
        about=lambda a: [a.trn, a.date_of_birth],
        gives=identity.FOUND,
    ),
    Step(
        "right-person",
        RightPersonForm,
        applies=lambda a: bool(a.record_name),
        stop=lambda a: "another-person" if a.right_person is False else None,
        about=lambda a: a.record_trn,
    ),
    Step(
        "other-name",
        identity.OtherNameForm,
        applies=lambda a: bool(a.record_name) and needs_a_reason(a.placement.teacher, a.record_name),
        about=lambda a: a.record_name,
    ),
    Step("not-matched", NotMatchedForm, applies=lambda a: not a.record_name, about=lambda a: [a.trn, a.date_of_birth]),
    area="school",
    title="Correct a TRN or date of birth",
    opens=about_person(begin),
    submit=submit,
    check=lambda a: False,
)
