"""A school that delivers its own programme changes which accredited materials it uses."""

from typing import cast

from django.shortcuts import get_object_or_404

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.clock import today
from manage_training.domain.events.actor import Actor
from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.training.change_programme import change_programme
from manage_training.domain.training.who_follows import names_of, those_who_follow
from manage_training.journeys.answers import Answers
from manage_training.journeys.check import CheckForm
from manage_training.journeys.journey import Journey
from manage_training.journeys.step import Step
from manage_training.web.access import SchoolRequest
from manage_training.web.school.journeys.opening import about_answers, answers_of
from manage_training.web.school.journeys.questions import MaterialsForm


class ConfirmForm(CheckForm):
    @property
    def changes(self) -> bool:
        return bool(self.words["materials"] != cast("Answers", self.words).school_year.materials)

    @property
    def people(self) -> list[str]:
        """Who uses other materials from today."""
        return names_of(those_who_follow(cast("Answers", self.words).school_year, today()))


def begin(request: SchoolRequest, start: int) -> dict[str, object]:
    own = SchoolYear.objects.select_related("year").filter(programme=Programme.CORE_INDUCTION)
    return answers_of(get_object_or_404(own, school=request.school, year=start))


def submit(a: Answers, by: Actor) -> dict[str, object]:
    change_programme(a.school_year, Programme.CORE_INDUCTION, materials=a.materials, by=by, seen=a.seen)
    return {"materials": str(a.materials)}


journey = Journey(
    "change-materials",
    Step("materials", MaterialsForm, rows=lambda a: [("Accredited materials", a.materials)]),
    area="school",
    title="Change your accredited materials",
    opens=about_answers(begin),
    submit=submit,
    check_form=ConfirmForm,
)
