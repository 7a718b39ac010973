"""How what a school may still do about a transfer is opened, also once the person has left. Rules V8 to V10."""

from collections.abc import Callable

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from manage_training.domain.training.models import Transfer
from manage_training.domain.training.people import placements_of
from manage_training.journeys.opening import DoesNotBegin, Opening
from manage_training.web.access import SchoolRequest
from manage_training.web.school.journeys.opening import at_school


def about_transfer(
    of: Callable[[int], Transfer | None], why_not: Callable[[Transfer], str | None]
) -> Callable[..., Opening]:
    """A journey about the transfer `of` a placement at the school in the URL.

    It starts with `transfer`, `placement` and `name`. Where it cannot be done any more the record says what can.
    """

    def opens(request: SchoolRequest, urn: int, pk: int) -> Opening:
        record = reverse("school:person", args=[urn, pk])

        def begins_with() -> dict[str, object]:
            placement = get_object_or_404(placements_of(request.school).select_related("teacher"), pk=pk)
            transfer = of(pk)
            if transfer is None:
                raise Http404
            if why_not(transfer):
                raise DoesNotBegin(redirect(record))
            return {"transfer": transfer, "placement": placement, "name": str(placement.teacher)}

        return at_school(request, begins_with, leave=record)

    return opens
