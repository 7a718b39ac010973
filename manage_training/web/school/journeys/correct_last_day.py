"""A school corrects the last day of somebody who moves to another school."""

from typing import Any

from django.core.exceptions import ValidationError

from manage_training.design_system.fields import DateField
from manage_training.design_system.forms import Form
from manage_training.domain.dates import words
from manage_training.domain.events.actor import Actor
from manage_training.domain.refusal import Refusal
from manage_training.domain.training.correct_last_day import correct_last_day, refuse_a_day_outside, why_not_corrected
from manage_training.domain.training.transfers_of import transfer_from
from manage_training.journeys.answers import Answers
from manage_training.journeys.journey import Journey
from manage_training.journeys.step import Step
from manage_training.web.school.journeys.about_transfer import about_transfer


class LastDayForm(Form):
    last_day = DateField(
        "What is the last day of {name} at your school?", name="Last day", missing="Enter their last day"
    )
    a: Answers

    def prepare(self, a: Answers) -> None:
        self.a = a
        field = self.fields["last_day"]
        if a.placement.finishes_on:
            field.initial = a.placement.finishes_on
            field.help_text = f"For example, 31 8 {a.placement.finishes_on.year}"

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors:
            try:
                refuse_a_day_outside(self.a.transfer, values["last_day"])
            except Refusal as refusal:
                self.add_error("last_day", ValidationError(refusal.words))
        return values


def submit(a: Answers, by: Actor) -> dict[str, object]:
    correct_last_day(a.transfer, a.last_day, by=by)
    return {"last_day": words(a.last_day)}


journey = Journey(
    "correct-last-day",
    Step("last-day", LastDayForm),
    area="school",
    title="Correct somebody's last day",
    opens=about_transfer(transfer_from, why_not_corrected),
    submit=submit,
    check=lambda a: False,
)
