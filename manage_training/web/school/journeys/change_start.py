"""A school corrects the first day of somebody, and sees first what else moves."""

from typing import Any

from django.core.exceptions import ValidationError

from manage_training.design_system.fields import DateField
from manage_training.design_system.forms import Form
from manage_training.domain.dates import words
from manage_training.domain.events.actor import Actor
from manage_training.domain.refusal import Refusal
from manage_training.domain.training.change_start import change_start, plan
from manage_training.journeys.answers import Answers
from manage_training.journeys.journey import Journey
from manage_training.journeys.step import Step
from manage_training.web.school.journeys.about_person import about_person


class StartForm(Form):
    starts_on = DateField(
        "When does {name} start at your school?",
        name="Start date",
        missing="Enter their start date",
    )
    a: Answers

    def prepare(self, a: Answers) -> None:
        self.a = a
        field = self.fields["starts_on"]
        field.initial = a.placement.starts_on
        field.help_text = f"For example, 1 9 {a.placement.starts_on.year}"

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.errors:
            return values
        placement = self.a.placement
        if values["starts_on"] == placement.starts_on:
            self.add_error("starts_on", f"{words(placement.starts_on)} is the start date already. Enter another day")
            return values
        try:
            return values | {"moves": plan(placement, values["starts_on"]).in_words}
        except Refusal as refusal:
            self.add_error("starts_on", ValidationError(refusal.words))
            return values


class WhatMovesForm(Form):
    heading = "What else moves"
    button = "Confirm"


def submit(a: Answers, by: Actor) -> dict[str, object]:
    change_start(a.placement, a.starts_on, by=by, seen=a.seen)
    return {"starts_on": words(a.starts_on)}


journey = Journey(
    "change-start",
    Step("start-date", StartForm, gives=["moves"]),
    Step("what-moves", WhatMovesForm, about=lambda a: [a.starts_on, a.moves]),
    area="school",
    title="Change somebody's start date",
    opens=about_person(),
    submit=submit,
    check=lambda a: False,
)
