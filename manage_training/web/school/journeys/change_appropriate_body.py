"""A school appoints its appropriate body for a year, or another one."""

from typing import cast

from django.shortcuts import get_object_or_404

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.clock import today
from manage_training.domain.events.actor import Actor
from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.training.change_appropriate_body import change_appropriate_body
from manage_training.domain.training.who_follows import names_of, those_with_its_body
from manage_training.journeys.answers import Answers
from manage_training.journeys.check import CheckForm
from manage_training.journeys.journey import Journey
from manage_training.web.access import SchoolRequest
from manage_training.web.school.journeys.opening import about_answers, answers_of
from manage_training.web.school.journeys.questions import appropriate_body_steps


class ConfirmForm(CheckForm):
    @property
    def changes(self) -> bool:
        return bool(self.words["appropriate_body"] != cast("Answers", self.words).school_year.appropriate_body)

    @property
    def people(self) -> list[str]:
        """Who has another appropriate body from today."""
        return names_of(those_with_its_body(cast("Answers", self.words).school_year, today()))


def begin(request: SchoolRequest, start: int) -> dict[str, object]:
    trained = SchoolYear.objects.select_related("year").exclude(programme=Programme.NO_EARLY_CAREER_TEACHERS)
    return answers_of(get_object_or_404(trained, school=request.school, year=start, programme__isnull=False))


def submit(a: Answers, by: Actor) -> dict[str, object]:
    change_appropriate_body(a.school_year, a.appropriate_body, by=by, seen=a.seen)
    return {"body": str(a.appropriate_body or "")}


journey = Journey(
    "change-appropriate-body",
    *appropriate_body_steps(),
    area="school",
    title="Change your appropriate body",
    opens=about_answers(begin),
    submit=submit,
    check_form=ConfirmForm,
)
