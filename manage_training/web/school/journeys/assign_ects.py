"""A school gives a mentor several early career teachers at once."""

from collections.abc import Mapping
from typing import cast

from django.db.models import QuerySet
from django.shortcuts import render

from manage_training.design_system.fields import Choice, MultipleChoiceField
from manage_training.design_system.forms import Form
from manage_training.domain.clock import today
from manage_training.domain.dates import words
from manage_training.domain.events.actor import Actor
from manage_training.domain.schools.models import School
from manage_training.domain.training.assign_mentor import assign_ects
from manage_training.domain.training.models import Mentorship, Placement, Role
from manage_training.domain.training.people import placements_of
from manage_training.journeys.answers import Answers
from manage_training.journeys.journey import Journey
from manage_training.journeys.opening import DoesNotBegin
from manage_training.journeys.step import Step
from manage_training.web.access import SchoolRequest
from manage_training.web.school.journeys.about_person import about_person
from manage_training.web.school.journeys.assign_mentor import FromForm


class EctsForm(Form):
    ects = MultipleChoiceField(
        "Which ECTs will {name} mentor?",
        name="ECTs",
        hint="Select all that apply. Those whom they mentor already are not listed.",
        missing="Select at least one ECT",
    )

    def prepare(self, a: Answers) -> None:
        field = cast("MultipleChoiceField", self.fields["ects"])
        field.options = choices(a.school, a.placement)


class FromTheDayForm(FromForm):
    def others(self, a: Answers) -> list[Placement]:
        return chosen(a)


def ects_for(school: School, mentor: Placement) -> QuerySet[Placement]:
    """The early career teachers whom a mentor may take on: not themself, and not who has them already."""
    have = Mentorship.objects.in_force().not_over(today()).filter(mentor=mentor).values("ect")
    ects = placements_of(school).filter(role=Role.ECT).exclude(teacher=mentor.teacher_id).exclude(pk__in=have)
    return ects.filter(pk__in=Placement.objects.not_over(today()).values("pk")).select_related("teacher").order_by("pk")


def choices(school: School, mentor: Placement) -> list[Choice]:
    """Those without a mentor first, each with the one they have."""
    ects = list(ects_for(school, mentor))
    now = Mentorship.objects.in_force().not_over(today()).filter(ect__in=ects).select_related("mentor__teacher")
    has = {each.ect_id: f"Has a mentor: {each.mentor.teacher}" for each in now.order_by("-starts_on")}
    ects.sort(key=lambda each: (each.pk in has, str(each.teacher)))
    return [Choice(each.pk, str(each.teacher), has.get(each.pk, "")) for each in ects]


def chosen(a: Answers) -> list[Placement]:
    return list(ects_for(a.school, a.placement).filter(pk__in=a.ects or []))


def begin(request: SchoolRequest, mentor: Placement) -> Mapping[str, object]:
    if not ects_for(request.school, mentor).exists():
        raise DoesNotBegin(render(request, "school/no_ect_to_assign.jinja", {"placement": mentor}))
    return {}


def submit(a: Answers, by: Actor) -> dict[str, object]:
    ects = chosen(a)
    assign_ects(a.placement, ects, starts_on=a.starts_on, by=by, seen=a.seen)
    return {"ects": [str(each.teacher) for each in ects], "starts_on": words(a.starts_on)}


journey = Journey(
    "assign-ects",
    Step("ects", EctsForm),
    Step("from", FromTheDayForm, about=lambda a: a.ects),
    area="school",
    title="Assign ECTs to a mentor",
    opens=about_person(begin, role=Role.MENTOR),
    submit=submit,
    check=lambda a: False,
)
