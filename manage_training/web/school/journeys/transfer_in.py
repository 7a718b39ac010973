"""A teacher comes from another school: the guide, "Transferring schools" steps 2 to 7."""

from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from django.core.exceptions import ValidationError

from manage_training.design_system.fields import ChoiceField, DateField, YesNoField
from manage_training.design_system.forms import Form
from manage_training.domain.academic_years.years import registration_year
from manage_training.domain.clock import today
from manage_training.domain.dates import words
from manage_training.domain.events.actor import Actor
from manage_training.domain.refusal import Refusal
from manage_training.domain.teachers.judge import Outcome, Reason
from manage_training.domain.training.may_register import mentors_at
from manage_training.domain.training.moving import Moving, who_moves
from manage_training.domain.training.providers_to_use import Choice, Question, choice_at, way_of
from manage_training.domain.training.transfer import (
    is_reported_since,
    looked_up_at,
    refuse_a_day_without,
    transfer_as_found,
)
from manage_training.domain.training.whereabouts import Kind as Whereabouts
from manage_training.journeys.answers import Answers
from manage_training.journeys.journey import Journey
from manage_training.journeys.step import Step
from manage_training.web.school.journeys import identity
from manage_training.web.school.journeys.opening import for_somebody_new
from manage_training.web.school.journeys.questions import AddressForm, mentor_step

HERE_ONLY, AT_BOTH = "here_only", "at_both"
# What choosing a programme is about: asked again where that has changed.
PROGRAMME = ["question", "theirs", "theirs_provider", "theirs_partner", "ours", "ours_provider", "ours_partner"]


class ThisPersonForm(Form):
    heading = "Is this the right person?"
    is_them = YesNoField(
        "Is this who joins your school?", missing="Select yes if this is the right person", name="Right person"
    )
    moving: Moving | None

    def prepare(self, a: Answers) -> None:
        self.moving = moving_in(a)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.moving is None:
            raise ValidationError("Something has changed about them since. Enter their TRN again")
        return values | {
            "called": str(self.moving.teacher),
            "own_year": self.moving.year,
            "own_year_name": f"{self.moving.year} to {self.moving.year + 1}" if self.moving.year else "",
            "trained_before": self.moving.trained_before,
        }

    @property
    def known(self) -> list[tuple[str, str]]:
        """What is known of them here, which nobody is shown before they have shown that they know who it is."""
        moving = self.moving
        if moving is None:
            return []
        rows = [("Role", "Early career teacher (ECT)" if moving.is_ect else "Mentor")]
        if moving.year:
            rows.append(("Academic year", f"{moving.year} to {moving.year + 1}"))
        way = way_of(moving.training)
        if way and way.pair:
            return [
                *rows,
                ("Training provider until now", way.pair.lead_provider.name),
                ("Delivery partner until now", way.pair.delivery_partner.name),
            ]
        return [*rows, ("Training until now", str(way or "None"))]


class YearStaysForm(Form):
    heading = "{called} started in {own_year_name} and stays in that year"


class WhichYearForm(Form):
    year = ChoiceField(
        "Which year is {called} in?",
        hint="We do not know it. They stay in this year when they change school.",
        missing="Select the year they are in",
        name="Academic year",
    )

    def prepare(self, a: Answers) -> None:
        first = registration_year(today()).start
        years = [(first - 1, "In their second year"), (first, "In their first year")]
        cast("ChoiceField", self.fields["year"]).options = [
            (start, f"{which}, {start} to {start + 1}") for start, which in years if start >= 2021
        ]


class StartForm(Form):
    starts_on = DateField(
        "When does {called} start at your school?", name="Start date", missing="Enter the date they start"
    )
    a: Answers

    def prepare(self, a: Answers) -> None:
        self.a = a
        self.fields["starts_on"].help_text = f"For example, 1 9 {today().year}"

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        moving = moving_in(self.a)
        if self.errors or moving is None:
            return values
        if not is_reported_since(moving, looked_up_at(UUID(self.a.draft))):  # else no day of theirs is wrong
            try:
                refuse_a_day_without(moving, values["starts_on"], self.a.school)
            except Refusal as refusal:
                self.add_error("starts_on", ValidationError(refusal.words))
                return values
        return values | {
            "day_before": values["starts_on"] - timedelta(days=1),
            "can_stay": not moving.is_ect and moving.stays_beyond(values["starts_on"]),
            "others": moving.others,
            "has_mentors": moving.is_ect and mentors_at(self.a.school, day=values["starts_on"]).exists(),
            **programme_of(choice_of(self.a, moving)),
        }


class LeavesForm(Form):
    mentors_where = ChoiceField(
        "Where will {called} mentor from then on?", missing="Select where they will mentor", name="Mentors at"
    )

    def prepare(self, a: Answers) -> None:
        which = "the school that they joined last" if a.others > 1 else "the other school"
        cast("ChoiceField", self.fields["mentors_where"]).options = [
            (HERE_ONLY, f"At your school only: they leave {which}"),
            (AT_BOTH, "At both schools"),
        ]


class ContinueForm(Form):
    continues = YesNoField(
        "Will {called} continue with their current training programme?",
        missing="Select yes if they will continue with their current training programme",
        name="Continues with their programme",
    )


class ChangeForm(Form):
    heading = "{called} will change to your school's training programme"


def moving_in(a: Answers) -> Moving | None:
    return who_moves(a.record_trns or [], a.school)


def choice_of(a: Answers, moving: Moving) -> Choice | None:
    """How they can be trained; None without training, and where the school has not said how it trains anybody."""
    year = moving.year or a.year
    return choice_at(a.school, year, moving.training) if year and not moving.trained_before else None


def programme_of(choice: Choice | None) -> dict[str, Any]:
    """The choice as a draft keeps it, in words."""
    if choice is None:
        return dict.fromkeys(PROGRAMME)
    said: dict[str, Any] = {"question": choice.question.value}
    for name, way in (("theirs", choice.theirs), ("ours", choice.schools)):
        said[name] = str(way) if way else ""
        said[f"{name}_provider"] = way.pair.lead_provider.name if way and way.pair else ""
        said[f"{name}_partner"] = way.pair.delivery_partner.name if way and way.pair else ""
    return said


def cannot_be_transferred(a: Answers) -> str | None:
    """The page that explains why somebody cannot be transferred, and leads to what can be done."""
    if a.outcome == Outcome.STOPPED:
        return "prohibited" if a.reason == Reason.PROHIBITED else "induction-is-over"
    if a.outcome == Outcome.ASK_NATIONAL_INSURANCE_NUMBER:
        return None
    if a.whereabouts in (Whereabouts.HERE, Whereabouts.HERE_TO_BE_CHECKED):
        return "already-here"
    if not a.record_trn:
        return "not-confirmed"
    return None if a.last else "new-here"


def not_set_up(a: Answers) -> str | None:
    """Once it is, the tutor comes back here from setting it up: the draft has not heard of it yet."""
    if a.trained_before or a.question:
        return None
    moving = moving_in(a)
    return None if moving and choice_of(a, moving) else "year-is-not-set-up"


def changes_programme(a: Answers) -> bool:
    return a.continues is False or a.question in (Question.NOT_TRAINED_YET, Question.NOT_AVAILABLE)


def programme(a: Answers) -> list[object]:
    return [getattr(a, name) for name in PROGRAMME]


def submit(a: Answers, by: Actor) -> dict[str, object]:
    asked, verdict = identity.what_was_found(a)
    done = transfer_as_found(
        a.school,
        verdict=verdict,
        asked=asked,
        draft=UUID(a.draft),
        starts_on=a.starts_on,
        email=a.email,
        continues=a.continues,
        leaves=a.mentors_where != AT_BOTH,
        year=a.year,
        mentor=a.mentor,
        by=by,
    )
    if done is None:
        return {"name": a.called, "was_second": True}
    training = done.joined.training.in_force().first()
    return {
        "name": a.called,
        "was_second": False,
        "person": done.joined.pk,
        "reference": done.joined.reference,
        "role": a.role,
        "starts_on": a.starts_on,
        "is_to_come": a.starts_on > today(),
        "training": str(way_of(training) or "None, as a mentor who was trained before"),
        "year_start": training.year_id if training else a.own_year,
        "body": str(training.appropriate_body or "") if training else "",
        "mentor": str(a.mentor.teacher) if a.mentor else "",
        "leaves": done.concerns_two_schools,
    }


journey = Journey(
    "transfer-in",
    *identity.identity_steps(stop=cannot_be_transferred),
    Step(
        "right-person",
        ThisPersonForm,
        stop=lambda a: "another-person" if a.is_them is False else None,
        about=lambda a: a.record_trn,
        gives=["called", "own_year", "own_year_name", "trained_before"],
        rows=lambda a: [("Name", a.called)],
    ),
    Step(
        "stays-in-their-year",
        YearStaysForm,
        applies=lambda a: bool(a.tab_year and a.own_year) and a.tab_year != a.own_year,
        about=lambda a: a.own_year,
    ),
    Step("year", WhichYearForm, applies=lambda a: a.own_year is None),
    Step(
        "start-date",
        StartForm,
        stop=not_set_up,
        gives=["day_before", "can_stay", "others", "has_mentors", *PROGRAMME],
        rows=lambda a: [("Start date", words(a.starts_on))],
    ),
    Step("leaving", LeavesForm, applies=lambda a: bool(a.can_stay)),
    Step("email", AddressForm, shown_as="Email address"),
    mentor_step(),
    Step(
        "continue",
        ContinueForm,
        applies=lambda a: bool(a.question) and Question(a.question).is_a_choice,
        about=programme,
    ),
    Step("change-provider", ChangeForm, applies=changes_programme, about=programme),
    area="school",
    title="Transfer an ECT or mentor to your school",
    opens=for_somebody_new,
    submit=submit,
)
