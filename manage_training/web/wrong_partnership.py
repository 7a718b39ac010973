"""What a page asks whoever says that a partnership is wrong: by the link of our message, or signed in."""

from manage_training.design_system.fields import ChoiceField
from manage_training.design_system.forms import Form
from manage_training.domain.dates import words
from manage_training.domain.events.actor import Actor
from manage_training.domain.partnerships.challenge import undo_by
from manage_training.domain.partnerships.models import Partnership, Reason
from manage_training.domain.training.follow_partnership import challenge
from manage_training.journeys.answers import Answers
from manage_training.journeys.step import Step


class ReasonForm(Form):
    reason = ChoiceField(
        "Why is this wrong?",
        Reason,
        missing="Select why this is wrong",
        name="Why this is wrong",
    )

    def prepare(self, a: Answers) -> None:
        self.reported = as_reported(a.partnership)
        self.last_day = a.partnership.challenge_by


REASON = Step("reason", ReasonForm)


def as_reported(partnership: Partnership) -> list[tuple[str, object]]:
    """The rows of what a provider has told us."""
    return [
        ("Academic year", str(partnership.year)),
        ("Training provider", str(partnership.lead_provider)),
        ("Delivery partner", str(partnership.delivery_partner)),
    ]


def submit(a: Answers, by: Actor) -> dict[str, str]:
    said = challenge(a.partnership, Reason(a.reason), by=by)
    return {"provider": str(said.partnership.lead_provider), "undo_by": words(undo_by(said))}
