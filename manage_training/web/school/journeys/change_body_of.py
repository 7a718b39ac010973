"""A school gives one early career teacher another appropriate body than it has itself."""

from collections.abc import Mapping

from django.shortcuts import redirect

from manage_training.domain.clock import today
from manage_training.domain.events.actor import Actor
from manage_training.domain.training.change_body_of import change_body_of
from manage_training.domain.training.models import Placement, Role
from manage_training.journeys.answers import Answers
from manage_training.journeys.journey import Journey
from manage_training.journeys.opening import DoesNotBegin
from manage_training.web.access import SchoolRequest
from manage_training.web.school.journeys.about_person import about_person
from manage_training.web.school.journeys.questions import appropriate_body_steps


def begin(request: SchoolRequest, ect: Placement) -> Mapping[str, object]:
    training = ect.training.in_force().not_over(today()).order_by("starts_on").first()
    if training is None:
        raise DoesNotBegin(redirect("school:person", request.school.urn, ect.pk))
    return {"year_start": training.year_id}


def submit(a: Answers, by: Actor) -> dict[str, object]:
    change_body_of(a.placement, a.appropriate_body, by=by, seen=a.seen)
    return {"body": str(a.appropriate_body or "")}


journey = Journey(
    "change-body-of",
    *appropriate_body_steps("{name}"),
    area="school",
    title="Change somebody’s appropriate body",
    opens=about_person(begin, role=Role.ECT),
    submit=submit,
)
