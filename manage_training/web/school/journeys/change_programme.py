"""A school changes how it runs its training in a year, or who trains it, after it has said so. Rules P7 and P10."""

from typing import cast

from django.shortcuts import get_object_or_404, redirect

from manage_training.design_system.fields import ChoiceField, YesNoField
from manage_training.design_system.forms import Form
from manage_training.domain.academic_years.models import Programme
from manage_training.domain.clock import london_date, today
from manage_training.domain.dates import words
from manage_training.domain.events.actor import Actor
from manage_training.domain.partnerships.live import live_partnership
from manage_training.domain.partnerships.models import Partnership
from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.programmes.offer import programmes_for
from manage_training.domain.training.change_programme import change_programme, reported_by_provider
from manage_training.domain.training.last_time import who_trains
from manage_training.domain.training.plan import Plan, pair_in_words, plans_for
from manage_training.domain.training.who_follows import names_of, those_who_follow
from manage_training.journeys.answers import Answers
from manage_training.journeys.journey import Journey
from manage_training.journeys.opening import DoesNotBegin
from manage_training.journeys.step import Step
from manage_training.web.access import SchoolRequest
from manage_training.web.school.journeys.opening import about_answers, answers_of
from manage_training.web.school.journeys.plans import in_words, options, said
from manage_training.web.school.journeys.questions import MaterialsForm


class AgreedForm(Form):
    agreed = YesNoField(
        "Have you agreed this change with {reported_by}?",
        missing="Select yes if you have agreed this change with {reported_by}",
    )


class NewProgrammeForm(Form):
    programme = ChoiceField(
        "How do you want to run your training in {year_name} instead?",
        missing="Select how you want to run your training",
    )

    def prepare(self, a: Answers) -> None:
        cast("ChoiceField", self.fields["programme"]).options = options(a, a.plans, a.offered)


class WhatChangesForm(Form):
    heading = "What will change"

    def prepare(self, a: Answers) -> None:
        self.from_and_to = [("Your programme now", a.now), ("Your new programme", in_words(a.programme, a))]
        self.people = names_of(those_who_follow(a.school_year, today()))


def begin(request: SchoolRequest, start: int) -> dict[str, object]:
    years = SchoolYear.objects.select_related("school", "year", "planned_lead_provider")
    school_year = get_object_or_404(years, school=request.school, year=start)
    if school_year.programme in (None, Programme.NO_EARLY_CAREER_TEACHERS):
        raise DoesNotBegin(redirect("school:set-up-year:start", request.school.urn, start))
    live = live_partnership(request.school, school_year.year)
    pair = who_trains(school_year)
    return answers_of(
        school_year,
        offered=[each for each in programmes_for(request.school, school_year.year) if each != school_year.programme],
        plans=plans_for(school_year, pair),
        provider=str(pair.lead_provider) if pair else "",
        partner=str(pair.delivery_partner) if pair else "",
        now=how_it_is(school_year, live),
        **of_report(reported_by_provider(live)),
    )


def how_it_is(school_year: SchoolYear, live: Partnership | None) -> str:
    programme = Programme(school_year.programme or "").label
    provider = pair_in_words(live) if live else school_year.planned_lead_provider
    return f"{programme}: {provider}" if provider else str(programme)


def of_report(reported: Partnership | None) -> dict[str, object]:
    """Who reported the school, and until when that can be said to be wrong; nothing where nobody did."""
    last_day = reported.challenge_by if reported else None
    return {
        "reported_by": str(reported.lead_provider) if reported else "",
        "reported_with": str(reported.delivery_partner) if reported else "",
        "reported_on": words(london_date(reported.since)) if reported else "",
        "write_to": reported.lead_provider.email if reported else "",
        "wrong_until": words(last_day) if last_day and last_day >= today() else "",
    }


def submit(a: Answers, by: Actor) -> dict[str, object]:
    plan = Plan(a.programme) if a.programme in Plan.values else None
    programme = Programme.FULL_INDUCTION if plan else Programme(a.programme)
    change_programme(
        a.school_year, programme, plan=plan, materials=a.materials, agreed=bool(a.agreed), by=by, seen=a.seen
    )
    return {"programme": in_words(a.programme, a)}


journey = Journey(
    "change-programme",
    Step(
        "agreed",
        AgreedForm,
        applies=lambda a: bool(a.reported_by),
        stop=lambda a: "talk-first" if a.agreed is False else None,
        shown_as="Agreed with your training provider",
    ),
    Step("programme", NewProgrammeForm, rows=said("programme")),
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
