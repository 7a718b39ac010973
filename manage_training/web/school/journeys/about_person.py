"""How a change of one of the school’s people is opened. Rule T46."""

from collections.abc import Callable, Mapping

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from manage_training.domain.clock import today
from manage_training.domain.training.change_of_person import has_left
from manage_training.domain.training.models import Placement, Role
from manage_training.domain.training.people import placements_of
from manage_training.journeys.opening import DoesNotBegin, Opening
from manage_training.web.access import SchoolRequest
from manage_training.web.school.journeys.opening import at_school

More = Callable[[SchoolRequest, Placement], Mapping[str, object]]


def about_person(more: More = lambda request, placement: {}, *, role: Role | None = None) -> Callable[..., Opening]:
    """A journey about a placement at the school in the URL, in a role where only that has such a page.

    It starts with `placement`, `name`, `seen` (on top of which version) and what `more` adds. Who has left is shown
    their record instead.
    """

    def opens(request: SchoolRequest, urn: int, pk: int) -> Opening:
        record = reverse("school:person", args=[urn, pk])

        def begins_with() -> Mapping[str, object]:
            there = placements_of(request.school).select_related("teacher")
            placement = get_object_or_404(there.filter(role=role) if role else there, pk=pk)
            if has_left(placement, today()):
                raise DoesNotBegin(redirect(record))
            name = str(placement.teacher)
            return {"placement": placement, "name": name, "seen": placement.version, **more(request, placement)}

        return at_school(request, begins_with, leave=record)

    return opens
