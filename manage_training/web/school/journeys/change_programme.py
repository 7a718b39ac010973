"""A school changes how it runs its training in a year, as long as no provider has confirmed it."""

from typing import cast

from django.shortcuts import get_object_or_404, redirect, render

from manage_training.design_system.fields import ChoiceField
from manage_training.design_system.forms import Form
from manage_training.domain.academic_years.models import Programme
from manage_training.domain.clock import today
from manage_training.domain.events.actor import Actor
from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.programmes.offer import programmes_for
from manage_training.domain.training.begin_again import training_of
from manage_training.domain.training.change_programme import change_programme, why_not
from manage_training.journeys.answers import Answers
from manage_training.journeys.journey import Journey
from manage_training.journeys.opening import DoesNotBegin
from manage_training.journeys.step import Step
from manage_training.web.access import SchoolRequest
from manage_training.web.school.journeys.opening import about_answers, answers_of
from manage_training.web.school.journeys.questions import MaterialsForm


class NewProgrammeForm(Form):
    programme = ChoiceField(
        "How do you want to run your training in {year_name} instead?",
        missing="Select how you want to run your training",
    )

    def prepare(self, a: Answers) -> None:
        cast("ChoiceField", self.fields["programme"]).options = [(each, Programme(each).label) for each in a.offered]


class WhatChangesForm(Form):
    heading = "What will change"

    def prepare(self, a: Answers) -> None:
        self.from_and_to = [
            ("Your programme now", Programme(a.school_year.programme).label),
            ("Your new programme", Programme(a.programme).label),
        ]


def begin(request: SchoolRequest, start: int) -> dict[str, object]:
    school_year = get_object_or_404(SchoolYear.objects.select_related("year"), school=request.school, year=start)
    if school_year.programme in (None, Programme.NO_EARLY_CAREER_TEACHERS):
        raise DoesNotBegin(redirect("school:choose-programme:start", request.school.urn, start))
    if reason := why_not(school_year):
        page = {"reason": reason, "start": start}
        raise DoesNotBegin(render(request, "school/programme_is_confirmed.jinja", page))
    offered = [each for each in programmes_for(request.school, school_year.year) if each != school_year.programme]
    return answers_of(school_year, offered=offered, people=training_of(school_year, since=today()).count())


def submit(a: Answers, by: Actor) -> dict[str, object]:
    change_programme(a.school_year, Programme(a.programme), materials=a.materials, by=by, seen=a.seen)
    return {"programme": Programme(a.programme).label, "people": a.people}


journey = Journey(
    "change-programme",
    Step("programme", NewProgrammeForm, shown_as="How you run your training"),
    Step(
        "materials",
        MaterialsForm,
        applies=lambda a: a.programme == Programme.CORE_INDUCTION,
        rows=lambda a: [("Accredited materials", a.materials)],
    ),
    Step("what-changes", WhatChangesForm),
    area="school",
    title="Change how you run your training",
    opens=about_answers(begin),
    submit=submit,
)
