"""A school changes the name that somebody goes by."""

from manage_training.design_system.fields import FullNameField
from manage_training.design_system.forms import Form
from manage_training.domain.events.actor import Actor
from manage_training.domain.training.rename import needs_a_reason, rename
from manage_training.journeys.answers import Answers
from manage_training.journeys.journey import Journey
from manage_training.journeys.step import Step
from manage_training.web.school.journeys.about_person import about_person
from manage_training.web.school.journeys.identity import OtherNameForm


class NameForm(Form):
    new_name = FullNameField(
        "What name does {name} go by?",
        name="Name they go by",
        hint="It is the name that you see in this service. The name on their teaching record stays as it is.",
        missing="Enter the name they go by",
    )

    def prepare(self, a: Answers) -> None:
        self.fields["new_name"].initial = a.name


def submit(a: Answers, by: Actor) -> dict[str, object]:
    rename(a.placement, a.new_name, reason=a.name_reason or "", by=by, seen=a.seen)
    return {"name": a.new_name}


journey = Journey(
    "change-name",
    Step("name", NameForm),
    Step(
        "other-name",
        OtherNameForm,
        applies=lambda a: needs_a_reason(a.placement.teacher, a.new_name),
        about=lambda a: a.new_name,
    ),
    area="school",
    title="Change the name that somebody goes by",
    opens=about_person(),
    submit=submit,
    check=lambda a: False,
)
