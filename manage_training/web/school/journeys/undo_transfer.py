"""A school takes back that somebody has joined it."""

from manage_training.design_system.forms import Form
from manage_training.domain.events.actor import Actor
from manage_training.domain.training.transfers_of import transfer_to
from manage_training.domain.training.undo_transfer import undo_transfer, why_not_undone
from manage_training.journeys.answers import Answers
from manage_training.journeys.journey import Journey
from manage_training.journeys.step import Step
from manage_training.web.school.journeys.about_transfer import about_transfer


class UndoForm(Form):
    heading = "Are you sure you want to undo the transfer of {name}?"
    button = "Undo the transfer"


def submit(a: Answers, by: Actor) -> None:
    undo_transfer(a.transfer, by=by)


journey = Journey(
    "undo-transfer",
    Step("undo", UndoForm),
    area="school",
    title="Undo a transfer",
    opens=about_transfer(transfer_to, why_not_undone),
    submit=submit,
    check=lambda a: False,
)
