"""Journeys that no school sees: one with every kind of step, one with a single question, one to be sent into."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from manage_training.config.urls import urlpatterns as of_the_house
from manage_training.design_system.date_field import DateField
from manage_training.design_system.fields import ChoiceField, FullNameField, TextField, YesNoField
from manage_training.design_system.forms import Form
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.record import record
from manage_training.domain.refusal import Refusal
from manage_training.domain.schools.models import School
from manage_training.journeys.answers import Answers
from manage_training.journeys.browser import this_browser
from manage_training.journeys.journey import Journey
from manage_training.journeys.opening import DoesNotBegin, Opening, Owner
from manage_training.journeys.step import Step
from tests.factories.years import a_year


class WhatYouNeedForm(Form):
    heading = "What you will need"


class WhoForm(Form):
    who = ChoiceField("Who?", [("ect", "A new ECT"), ("mentor", "A mentor")], missing="Select who")


class TeacherForm(Form):
    heading = "Which teacher?"
    trn = TextField("TRN", missing="Enter the TRN")
    full_name = FullNameField("Full name", missing="Enter the full name")

    def clean_trn(self) -> str:
        if not self.cleaned_data["trn"].isdecimal():
            raise ValidationError("TRN must have numbers only")
        return self.cleaned_data["trn"]

    def clean(self) -> dict[str, Any]:
        return {**self.cleaned_data, "surname": self.cleaned_data.get("full_name", "").split(" ")[-1]}


class RightPersonForm(Form):
    right_person = YesNoField("Is {full_name} the right person?", missing="Select yes if {full_name} is")


class StartDateForm(Form):
    starts_on = DateField("When does {full_name} start?", missing="Enter a date", name="Start date")

    def clean_starts_on(self) -> date:
        if self.cleaned_data["starts_on"] > date(2023, 8, 31):
            raise ValidationError("Start date must be before 1 September 2023")
        return self.cleaned_data["starts_on"]


class MentorForm(Form):
    mentor = ChoiceField("Who is the mentor?", missing="Select a mentor")

    def prepare(self, a: Answers) -> None:
        """A mentor is there in some academic years only."""
        self.fields["mentor"].choices = (
            [("moss", "Mo Moss"), ("later", "Add later")]
            if a.starts_on < date(2022, 9, 1)
            else [("nash", "Ned Nash"), ("later", "Add later")]
        )


class ReasonForm(Form):
    reason = TextField("Why is {full_name} a mentor?", hint="{surname} is asked too.", missing="Enter a reason")


def opens(request: HttpRequest, urn: int) -> Opening:
    """Who asks stands in a header: "user 1" or "user 1 of school 5"; without one it is the browser."""
    who, _, organisation = request.headers.get("Who-Asks", "").partition(" of ")
    kind, _, number = who.partition(" ")
    return Opening(
        owner=Owner(kind, number) if number else this_browser(request),  # type: ignore[arg-type]
        actor=Actor("user", 1),
        organisation=organisation,
        context={"school": School.objects.get(urn=urn)},
        begins_with=lambda: begins(request),
        caption="ACME Primary School",
        leave="/left/",
    )


def begins(request: HttpRequest) -> dict[str, object]:
    """The sample does not begin on a day that a header calls closed."""
    if "Closed" in request.headers:
        raise DoesNotBegin(HttpResponse("Closed today. Come back tomorrow."))
    return {"year": a_year(2022)}


def submit(a: Answers, by: Actor) -> Any:
    if a.full_name == "Nobody":
        raise Refusal("Nobody is no teacher. Enter another name.", field="full_name")
    if a.full_name == "Everybody":
        raise Refusal("Everybody is here already. Go back to your school.")
    return {"event": record("sample_submitted", about=a.school, by=by, who=a.who), "name": a.full_name}


def submit_little(a: Answers, by: Actor) -> None:
    record("sample_submitted", about=a.school, by=by)


# The same forms as in `journey`, by the same names: what one has answered there is not asked again here.
OTHER = Journey(
    "other",
    Step("teacher", TeacherForm, gives=["surname"]),
    Step("reason", ReasonForm),
    area="sample",
    title="The other one",
    opens=opens,
    submit=submit_little,
)

JOURNEY = Journey(
    "sample",
    Step("what-you-need", WhatYouNeedForm),
    Step("who", WhoForm, shown_as="Role"),
    Step("teacher", TeacherForm, gives=["surname"], stop=lambda a: "already-here" if a.trn == "1000001" else None),
    Step(
        "right-person",
        RightPersonForm,
        about=lambda a: a.trn,
        rows=lambda a: [],
        stop=lambda a: None if a.right_person else "somebody-else",
    ),
    Step("start-date", StartDateForm, applies=lambda a: a.who == "ect"),
    Step("mentor", MentorForm, applies=lambda a: a.starts_on is not None),
    Step("reason", ReasonForm, applies=lambda a: a.who == "mentor"),
    area="sample",
    title="The sample",
    opens=opens,
    submit=submit,
)

SINGLE = Journey(
    "single",
    Step("who", WhoForm),
    area="sample",
    title="A single question",
    opens=opens,
    submit=submit_little,
    check=lambda a: False,
)

urlpatterns = [
    path("sample/<int:urn>/", include(JOURNEY.urls)),
    path("other/<int:urn>/", include(OTHER.urls)),
    path("single/<int:urn>/", include(SINGLE.urls)),
    *of_the_house,
]
