"""Adding an ECT or a mentor: the guide, "First time registration" step 9, "Returning schools" step 5."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from manage_training.design_system.fields import ChoiceField, DateField
from manage_training.design_system.forms import Form
from manage_training.domain.clock import today
from manage_training.domain.dates import words
from manage_training.domain.events.actor import Actor
from manage_training.domain.refusal import Refusal
from manage_training.domain.teachers.judge import Outcome, Reason
from manage_training.domain.teachers.names import wholly_different
from manage_training.domain.training.may_register import mentors_at
from manage_training.domain.training.register import register
from manage_training.domain.training.starts import check_start, is_set_up, usual_body
from manage_training.domain.training.whereabouts import Kind as Whereabouts
from manage_training.journeys.answers import Answers
from manage_training.journeys.journey import Journey
from manage_training.journeys.step import Step
from manage_training.web.school.journeys import identity
from manage_training.web.school.journeys.opening import for_somebody_new
from manage_training.web.school.journeys.questions import AddressForm, appropriate_body_steps, mentor_step

TRANSFER, ECT, MENTOR = "transfer", "ect", "mentor"
SOMEBODY_ELSE, MYSELF = "somebody_else", "myself"


class WhoForm(Form):
    role = ChoiceField(
        "Who do you want to add?",
        [
            (
                TRANSFER,
                "A teacher transferring from another school where they've started ECF-based training or mentoring",
            ),
            (ECT, "A new ECT"),
            (MENTOR, "A new mentor"),
        ],
        missing="Select who you want to add",
    )


class WhichMentorForm(Form):
    which_mentor = ChoiceField(
        "Which mentor do you want to add?",
        [(SOMEBODY_ELSE, "Somebody else at my school"), (MYSELF, "Myself")],
        missing="Select whether the mentor is somebody else or you",
    )


class MyselfForm(Form):
    heading = "Induction tutors should not be mentors"


class TheirAddressForm(AddressForm):
    def prepare(self, a: Answers) -> None:
        if a.which_mentor == MYSELF:
            self.fields["email"].initial = a.user_email


class StartForm(Form):
    starts_on = DateField("", name="Start date", missing="Enter the date they start", hint="For example, 1 9 2022")
    a: Answers

    def prepare(self, a: Answers) -> None:
        self.a = a
        field = self.fields["starts_on"]
        field.label = (
            f"When does {a.called} start as a mentor?"
            if a.role == MENTOR
            else f"When does {a.called} start induction at your school?"
        )
        field.help_text = f"For example, 1 9 {today().year}"

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        try:
            self.start = check_start(self.a.school, day, today(), born=self.a.date_of_birth)
        except Refusal as refusal:
            raise ValidationError(refusal.words) from refusal
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.errors:
            return values
        ect = self.a.role == ECT
        return values | {
            "year_start": self.start.year,
            "year_explained": self.start.explains,
            "year_is_set_up": self.start.is_set_up,
            "usual_body": usual_body(self.start, today()) if ect else None,
            "has_mentors": ect and mentors_at(self.a.school, day=values["starts_on"]).exists(),
        }


def found_here(a: Answers) -> str | None:
    """The page that explains why somebody cannot be added, once it is known who they are and where."""
    if a.outcome == Outcome.STOPPED:
        return "prohibited" if a.reason == Reason.PROHIBITED else "induction-is-over"
    pages = {
        Whereabouts.HERE: "already-here",
        Whereabouts.HERE_TO_BE_CHECKED: "already-here",
        Whereabouts.ELSEWHERE: "at-another-school",
        Whereabouts.BEFORE: "at-another-school",
    }
    return pages.get(a.whereabouts) if a.outcome != Outcome.ASK_NATIONAL_INSURANCE_NUMBER else None


def submit(a: Answers, by: Actor) -> dict[str, object]:
    asked, verdict = identity.what_was_found(a)
    placement = register(
        a.school,
        a.role,
        verdict=verdict,
        asked=asked,
        typed_name=a.typed_name or "",
        preferred_name=a.preferred_name or "",
        name_reason=a.name_reason or "",
        email=a.email,
        starts_on=a.starts_on,
        mentor=a.mentor,
        appropriate_body=a.appropriate_body,
        draft=UUID(a.draft),
        by=by,
    )
    return {
        "person": placement.pk,
        "reference": placement.reference,
        "name": a.called,
        "role": a.role,
        "to_be_checked": verdict.outcome == Outcome.TO_BE_CHECKED,
        "no_qts": verdict.reason == Reason.NO_QTS,
        "without_training": placement.year is not None,
        "mentor": str(a.mentor.teacher) if a.mentor else "",
        "body": str(a.appropriate_body or ""),
        "year": a.year_explained,
        "year_start": a.year_start,
    }


journey = Journey(
    "add-person",
    Step("who", WhoForm, stop=lambda a: "transferring" if a.role == TRANSFER else None),
    Step("which-mentor", WhichMentorForm, applies=lambda a: a.role == MENTOR, rows=lambda a: []),
    Step("myself", MyselfForm, applies=lambda a: a.which_mentor == MYSELF, rows=lambda a: []),
    *identity.identity_steps(stop=found_here),
    Step(
        "right-person",
        identity.RightPersonForm,
        applies=lambda a: bool(a.record_name),
        stop=lambda a: "another-person" if a.right_person is False else None,
        about=lambda a: a.record_trn,
        gives=["called"],
        rows=lambda a: [("Name", a.called)],
    ),
    Step(
        "other-name",
        identity.OtherNameForm,
        applies=lambda a: bool(a.preferred_name) and wholly_different(a.record_name, a.preferred_name),
        about=lambda a: a.preferred_name,
    ),
    Step("full-name", identity.FullNameForm, applies=lambda a: not a.record_name, gives=["called"]),
    Step("email", TheirAddressForm, shown_as="Email address"),
    Step(
        "start-date",
        StartForm,
        # Once it is, the tutor comes back here from setting it up: the draft has not heard of it yet.
        stop=lambda a: None if a.year_is_set_up or is_set_up(a.school, a.year_start) else "year-is-not-set-up",
        about=lambda a: a.role,
        gives=["year_start", "year_explained", "year_is_set_up", "usual_body", "has_mentors"],
        rows=lambda a: [("Start date", words(a.starts_on)), ("Academic year", a.year_explained)],
    ),
    mentor_step(),
    *appropriate_body_steps("{called}", asked=lambda a: a.role == ECT, usual=lambda a: a.usual_body),
    area="school",
    title="Add an ECT or mentor",
    opens=for_somebody_new,
    submit=submit,
)
