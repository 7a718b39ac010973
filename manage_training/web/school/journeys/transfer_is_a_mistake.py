"""A school says that it is a mistake that somebody moves to another school."""

from manage_training.design_system.fields import ChoiceField, TextareaField
from manage_training.design_system.forms import Form
from manage_training.domain.events.actor import Actor
from manage_training.domain.training.models import Transfer
from manage_training.domain.training.say_transfer_is_a_mistake import (
    WhyAMistake,
    case_about,
    say_transfer_is_a_mistake,
)
from manage_training.domain.training.transfers_of import transfer_from
from manage_training.journeys.answers import Answers
from manage_training.journeys.journey import Journey
from manage_training.journeys.step import Step
from manage_training.web.school.journeys.about_transfer import about_transfer


class MistakeForm(Form):
    heading = "Tell us why it is a mistake that {name} moves"
    button = "Send"
    reason = ChoiceField(
        "Why is this a mistake?",
        WhyAMistake,
        hint="The other school sees this answer, but not who gave it.",
        missing="Select why this is a mistake",
        name="Reason",
    )
    details = TextareaField(
        "What else should we know? (optional)",
        hint="Only the Department for Education sees this.",
        required=False,
        max_length=500,
        name="Details",
    )


def told_already(transfer: Transfer) -> str | None:
    return "It has been said." if case_about(transfer) else None


def submit(a: Answers, by: Actor) -> None:
    say_transfer_is_a_mistake(a.transfer, WhyAMistake(a.reason), a.details or "", by=by)


journey = Journey(
    "transfer-is-a-mistake",
    Step("mistake", MistakeForm),
    area="school",
    title="Tell us that somebody does not move",
    opens=about_transfer(transfer_from, told_already),
    submit=submit,
    check=lambda a: False,
)
