"""Every route of the service, with arguments to open it by."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.db.models import Q
from django.http import Http404
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from manage_training.domain.academic_years.years import registration_year
from manage_training.domain.accounts.memberships import tutors_of
from manage_training.domain.accounts.models import Membership
from manage_training.domain.clock import today
from manage_training.domain.schools.models import School
from manage_training.journeys.drafts import blank
from manage_training.journeys.journey import JOURNEYS
from manage_training.journeys.opening import DoesNotBegin, Opening
from manage_training.web.access import SchoolRequest
from tests.factories.accounts import actor

HUGE = 10**30
# Of the pages about a year, those that the school has for an earlier one only.
YEARS_BACK = {"challenge-partnership": 1, "set-up-year": 1, "undo-challenge": 2}


@dataclass(frozen=True)
class Route:
    name: str
    arguments: tuple[str, ...]

    def __str__(self) -> str:
        return self.name

    def url(self, **arguments: Any) -> str:
        return reverse(self.name, kwargs={name: arguments[name] for name in self.arguments})


def routes(
    resolver: URLResolver | None = None, spaces: tuple[str, ...] = (), names: tuple[str, ...] = ()
) -> Iterator[Route]:
    for pattern in (resolver or get_resolver()).url_patterns:
        arguments = (*names, *pattern.pattern.converters)
        if isinstance(pattern, URLPattern):
            yield Route(":".join([*spaces, pattern.name or str(pattern.callback)]), arguments)
        else:
            inside = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from routes(pattern, inside, arguments)


def arguments_at(school: School, route: Route) -> dict[str, Any]:
    """What the URL of a route at a school is made of: things that are there, where the school has them."""
    tutor = tutors_of(school).get()
    found: dict[str, Any] = {
        "urn": school.urn,
        "start": registration_year(today()).start - YEARS_BACK.get(route.name.partition(":")[2].partition(":")[0], 0),
        "tutor": tutor.pk,
        "pk": somebody_at(school, route) or tutor.pk,
        "token": "nosuchtoken",
        "slug": "step-by-step",
        "name": "nosuchletter",
        "page": "nosuchpage",
        "draft": uuid4(),
    }
    if "draft" in route.arguments and "urn" in route.arguments:
        found |= a_draft_of(route, tutor, found)
    return found


# Whom a journey can be about, where that is not any early career teacher.
ABOUT = {
    "assign-ects": Q(role="mentor"),
    "correct-identity": Q(teacher__identity="to_be_checked"),
    "correct-last-day": Q(transfers_away__isnull=False),
    "transfer-is-a-mistake": Q(transfers_away__isnull=False),
    "undo-transfer": Q(transfer__isnull=False),
}


def somebody_at(school: School, route: Route) -> int | None:
    """The placement of somebody whom the route can be about, where the school has one."""
    journey = route.name.split(":")[1]
    found = school.placements.filter(ABOUT.get(journey, Q(role="ect", teacher__identity="confirmed")))
    return found.order_by("pk").values_list("pk", flat=True).first()


def a_draft_of(route: Route, tutor: Membership, arguments: dict[str, Any]) -> dict[str, Any]:
    """A draft that the tutor has begun, and the page where it is."""
    journey = JOURNEYS[route.name.split(":")[1]]
    kwargs = {name: arguments[name] for name in route.arguments if name not in ("draft", "page")}
    url = reverse(route.name.rpartition(":")[0] + ":start", kwargs=kwargs)
    request: SchoolRequest = RequestFactory().get(url)  # type: ignore[assignment]
    request.resolver_match = resolve(url)
    request.user, request.school, request.membership, request.actor = tutor.user, tutor.school, tutor, actor(tutor)
    request.memberships, request.time_left = [tutor], (0, False)
    opening = journey.opens(request, **kwargs)
    if not isinstance(opening, Opening):
        return {}  # the journey leads elsewhere, whichever draft it is asked for
    try:
        draft = blank(journey, opening, url)
    except (DoesNotBegin, Http404):
        return {}  # the school has nothing that it is about
    draft.save()
    return {"draft": draft.pk, "page": journey.steps[0].name}
