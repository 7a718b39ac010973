"""A school changes the email address of an early career teacher or a mentor."""

from manage_training.design_system.fields import EmailField
from manage_training.design_system.forms import Form
from manage_training.domain.events.actor import Actor
from manage_training.domain.training.change_email import change_email
from manage_training.journeys.answers import Answers
from manage_training.journeys.journey import Journey
from manage_training.journeys.step import Step
from manage_training.web.school.journeys.about_person import about_person


class EmailForm(Form):
    email = EmailField(
        "What is {name}'s email address?",
        name="Email address",
        hint="Their training provider writes to it too. We tell them at the old and the new address.",
    )

    def prepare(self, a: Answers) -> None:
        self.fields["email"].initial = a.placement.email


def submit(a: Answers, by: Actor) -> dict[str, object]:
    change_email(a.placement, a.email, by=by, seen=a.seen)
    return {"email": a.email}


journey = Journey(
    "change-person-email",
    Step("email", EmailForm),
    area="school",
    title="Change somebody's email address",
    opens=about_person(),
    submit=submit,
    check=lambda a: False,
)
