"""A school takes out somebody whom it registered by mistake."""

from collections.abc import Mapping

from django.shortcuts import render

from manage_training.design_system.forms import Form
from manage_training.domain.events.actor import Actor
from manage_training.domain.training.models import Placement
from manage_training.domain.training.remove import remove, why_not_removed
from manage_training.journeys.answers import Answers
from manage_training.journeys.journey import Journey
from manage_training.journeys.opening import DoesNotBegin
from manage_training.journeys.step import Step
from manage_training.web.access import SchoolRequest
from manage_training.web.school.journeys.about_person import about_person


class RemoveForm(Form):
    heading = "Are you sure you want to remove {name}?"
    button = "Remove"


def begin(request: SchoolRequest, placement: Placement) -> Mapping[str, object]:
    if reason := why_not_removed(placement):
        raise DoesNotBegin(
            render(request, "school/cannot_be_removed.jinja", {"placement": placement, "reason": reason})
        )
    return {}


def submit(a: Answers, by: Actor) -> None:
    remove(a.placement, by=by, seen=a.seen)


journey = Journey(
    "remove-person",
    Step("remove", RemoveForm),
    area="school",
    title="Remove somebody registered by mistake",
    opens=about_person(begin),
    submit=submit,
    check=lambda a: False,
)
