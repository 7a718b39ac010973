"""What a page asks whoever says that a partnership is wrong: by the link of our message, or signed in."""

from manage_training.design_system.fields import Choice, ChoiceField
from manage_training.design_system.forms import Form
from manage_training.domain.dates import words
from manage_training.domain.events.actor import Actor
from manage_training.domain.partnerships.challenge import undo_by
from manage_training.domain.partnerships.models import Challenge, Partnership, Reason
from manage_training.domain.programmes.models import Expects, SchoolYear
from manage_training.domain.training.follow_partnership import challenge
from manage_training.journeys.answers import Answers
from manage_training.journeys.step import Step

NO_TEACHERS = Choice(
    Reason.NO_TEACHERS.value,
    Reason.NO_TEACHERS.label,
    "We then save that you expect none, unless somebody is in training at your school.",
)


class ReasonForm(Form):
    reason = ChoiceField(
        "Why is this wrong?",
        [NO_TEACHERS if each == Reason.NO_TEACHERS else (each.value, each.label) for each in Reason],
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


def submit(a: Answers, by: Actor) -> dict[str, object]:
    said = challenge(a.partnership, Reason(a.reason), by=by)
    return {
        "provider": str(said.partnership.lead_provider),
        "undo_by": words(undo_by(said)),
        "expects_nobody": expects_nobody(said),
    }


def expects_nobody(said: Challenge) -> bool:
    """Whether the school answers No for the year, as it has given that as the reason."""
    of = said.partnership
    answered_no = SchoolYear.objects.filter(school=of.school_id, year=of.year_id, expects=Expects.NO)
    return said.reason == Reason.NO_TEACHERS and answered_no.exists()
