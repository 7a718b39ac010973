"""A tutor takes back that a provider's report is wrong."""

from django.shortcuts import redirect, render

from manage_training.design_system.forms import Form
from manage_training.domain.events.actor import Actor
from manage_training.domain.partnerships.challenge import why_not_undone
from manage_training.domain.partnerships.models import Challenge
from manage_training.domain.training.follow_partnership import undo
from manage_training.journeys.answers import Answers
from manage_training.journeys.journey import Journey
from manage_training.journeys.opening import DoesNotBegin
from manage_training.journeys.step import Step
from manage_training.web.access import SchoolRequest
from manage_training.web.school.journeys.opening import about_answers
from manage_training.web.wrong_partnership import as_reported


class UndoForm(Form):
    heading = "Does {provider} train your school after all?"
    button = "Undo"

    def prepare(self, a: Answers) -> None:
        self.reported = as_reported(a.challenge.partnership)


def begin(request: SchoolRequest, start: int) -> dict[str, object]:
    challenges = Challenge.objects.select_related(
        "partnership__school", "partnership__year", "partnership__lead_provider", "partnership__delivery_partner"
    )
    said = challenges.filter(partnership__school=request.school, partnership__year=start).order_by("-pk").first()
    if said is None:
        raise DoesNotBegin(redirect("school:year", request.school.urn, start))
    if reason := why_not_undone(said):
        raise DoesNotBegin(render(request, "school/cannot_be_undone.jinja", {"reason": reason, "start": start}))
    return {
        "challenge": said,
        "provider": str(said.partnership.lead_provider),
        "year_start": start,
        "year_name": str(said.partnership.year),
    }


def submit(a: Answers, by: Actor) -> None:
    undo(a.challenge, by=by)


journey = Journey(
    "undo-challenge",
    Step("undo", UndoForm),
    area="school",
    title="Undo that your training provider is wrong",
    opens=about_answers(begin),
    submit=submit,
    check=lambda a: False,
)
