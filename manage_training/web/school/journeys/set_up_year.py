"""A school that has been here before sets up a new year: the guide, "Returning schools", steps 2 to 5."""

from typing import Any, cast

from django.shortcuts import redirect

from manage_training.design_system.fields import ChoiceField, YesNoField
from manage_training.design_system.forms import Form
from manage_training.domain.academic_years.models import AcademicYear, Programme
from manage_training.domain.academic_years.years import in_words
from manage_training.domain.clock import today
from manage_training.domain.events.actor import Actor
from manage_training.domain.partnerships.live import live_partnership
from manage_training.domain.programmes.models import Expects, SchoolYear
from manage_training.domain.programmes.offer import programmes_for
from manage_training.domain.training.dashboard import dashboard_of
from manage_training.domain.training.last_time import LastTime, last_time
from manage_training.domain.training.next_steps import next_steps_of
from manage_training.domain.training.plan import Plan
from manage_training.domain.training.set_up_year import Training, reported_without_answer, set_up_year
from manage_training.journeys.answers import Answers
from manage_training.journeys.check import CheckForm
from manage_training.journeys.journey import Journey
from manage_training.journeys.opening import DoesNotBegin
from manage_training.journeys.step import Step
from manage_training.web.access import SchoolRequest
from manage_training.web.school.journeys.opening import in_year
from manage_training.web.school.journeys.plans import options, said
from manage_training.web.school.journeys.questions import MaterialsForm, appropriate_body_steps


class ExpectForm(Form):
    expects = ChoiceField(
        "Does your school expect any new ECTs in {year_in_words}?",
        Expects,
        hint="Answer yes if any start with you in {year_name}, or if only new mentors do. ECTs who are in training "
        "already go on as they are.",
        missing="Select if your school expects any new ECTs",
    )


class ChangeProviderForm(Form):
    changes = YesNoField(
        "Are you planning to change your current training provider?",
        missing="Select yes if you are planning to change your training provider",
    )


class PlanForm(Form):
    """What the school does instead, where it leaves one of the two or they do not go on together."""

    def prepare(self, a: Answers) -> None:
        cast("ChoiceField", self.fields["instead"]).options = options(a, a.plans, a.offered)


class WhatChangesForm(PlanForm):
    instead = ChoiceField("What are you planning to change in {year_name}?", missing="Select what you plan to change")


class PairHasEndedForm(PlanForm):
    instead = ChoiceField(
        "How do you want to run your training in {year_name} instead?",
        missing="Select how you want to run your training",
        name="How you run your training",
    )


class ProgrammeForm(Form):
    programme = ChoiceField(
        "How do you want to run your training in {year_name}?",
        missing="Select how you want to run your training",
    )

    def prepare(self, a: Answers) -> None:
        cast("ChoiceField", self.fields["programme"]).options = options(a, [], a.offered)


class SameBodyForm(Form):
    same_body = YesNoField(
        "Will {body_name} be your appropriate body in {year_name} too?",
        hint="An appropriate body checks that each ECT gets the induction they are entitled to.",
        missing="Select yes if your appropriate body stays the same",
    )


class ConfirmForm(CheckForm):
    @property
    def told(self) -> bool:
        """Whether last year's provider is told, as it does not go on as it did."""
        return bool(self.words["provider"]) and training_of(cast("Answers", self.words)).plan != Plan.SAME_PAIR


def begin(request: SchoolRequest, year: AcademicYear) -> dict[str, object]:
    school = request.school
    answered = SchoolYear.objects.filter(school=school, year=year).first()
    reported = reported_without_answer(answered, live_partnership(school, year)) if answered else None
    if answered and answered.trains_teachers and reported is None:
        raise DoesNotBegin(redirect("school:year", school.urn, year.start))
    last = last_time(school, year)
    if last is None and reported is None:
        # With what was posted: it may be the way back to somebody who is being added.
        first_time = redirect("school:choose-programme:start", school.urn, year.start, preserve_request=True)
        raise DoesNotBegin(first_time)
    return {
        "year_start": year.start,
        "year_in_words": in_words(year, today()),
        # An invitation may have asked already. Any other answer that the school comes back to is asked again.
        "asks_if_expected": answered is None or answered.expects != Expects.YES or reported is not None,
        "reported_by": str(reported.lead_provider) if reported else "",
        "reported_with": str(reported.delivery_partner) if reported else "",
        "offered": [each for each in programmes_for(school, year) if each != Programme.NO_EARLY_CAREER_TEACHERS],
        "seen": answered.version if answered else 0,
        **of_last_time(None if reported else last),
        "body": last.body if last else None,
        "body_name": str(last.body or "") if last else "",
    }


def of_last_time(last: LastTime | None) -> dict[str, object]:
    """Who trained the school last, where that matters: not once a provider has reported the new year."""
    pair = last.pair if last else None
    possible = {Plan.OTHER_PROVIDER: True, Plan.OTHER_PARTNER: last is not None and last.provider_goes_on}
    return {
        "provider": str(pair.lead_provider) if pair else "",
        "partner": str(pair.delivery_partner) if pair else "",
        "pair_goes_on": last is not None and last.pair_goes_on,
        "plans": [plan for plan, is_possible in possible.items() if is_possible] if pair else [],
    }


def expected(a: Answers) -> bool:
    return not a.asks_if_expected or a.expects == Expects.YES


def training_of(a: Answers) -> Training:
    """The answers about training as the domain takes them."""
    body = a.body if a.same_body else a.appropriate_body
    if a.changes is False and a.pair_goes_on:
        return Training(plan=Plan.SAME_PAIR, appropriate_body=body)
    if a.instead in Plan.values:
        return Training(plan=Plan(a.instead), appropriate_body=body)
    chosen = a.instead or a.programme
    return Training(Programme(chosen) if chosen else None, materials=a.materials, appropriate_body=body)


def submit(a: Answers, by: Actor) -> dict[str, Any]:
    expects = Expects.YES if expected(a) else Expects(a.expects)
    training = training_of(a) if expects == Expects.YES else None
    school_year = set_up_year(a.school, a.year, expects, training, by=by, seen=a.seen)
    shown = dashboard_of(a.school, today(), a.year_start)
    rows = [(row.label, row.values) for row in shown.rows if row.label in SET_UP] if shown else []
    steps = [{"words": step.words, "done": step.done} for step in next_steps_of(school_year)]
    return {"expects": str(expects), "rows": [[label, ". ".join(values)] for label, values in rows], "steps": steps}


SET_UP = {"Programme", "Training provider", "Delivery partner", "Accredited materials", "Appropriate body"}

journey = Journey(
    "set-up-year",
    Step(
        "expects-ects",
        ExpectForm,
        applies=lambda a: a.asks_if_expected,
        stop=lambda a: "provider-has-reported" if a.reported_by and a.expects != Expects.YES else None,
        shown_as="New ECTs expected",
    ),
    Step(
        "change-provider",
        ChangeProviderForm,
        applies=lambda a: expected(a) and bool(a.provider),
        shown_as="Planning to change your training provider",
    ),
    Step(
        "pair-has-ended",
        PairHasEndedForm,
        applies=lambda a: a.changes is False and not a.pair_goes_on,
        rows=said("instead"),
    ),
    Step("what-changes", WhatChangesForm, applies=lambda a: bool(a.changes), rows=said("instead")),
    Step(
        "programme",
        ProgrammeForm,
        applies=lambda a: expected(a) and not a.provider and not a.reported_by,
        shown_as="How you run your training",
    ),
    Step(
        "materials",
        MaterialsForm,
        applies=lambda a: Programme.CORE_INDUCTION in (a.instead, a.programme),
        rows=lambda a: [("Accredited materials", a.materials)],
    ),
    Step(
        "same-appropriate-body",
        SameBodyForm,
        applies=lambda a: expected(a) and bool(a.body_name),
        rows=lambda a: [("Appropriate body", a.body_name)] if a.same_body else [],
    ),
    *appropriate_body_steps(asked=lambda a: expected(a) and not a.same_body),
    area="school",
    title="Set up training for a new year",
    opens=in_year(begin),
    submit=submit,
    check=expected,
    check_form=ConfirmForm,
)
