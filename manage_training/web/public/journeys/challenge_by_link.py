"""A school says that a provider's report is wrong, by the link of our message: nobody has to sign in."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from manage_training.domain.events.actor import Actor
from manage_training.domain.partnerships.challenge import Stands, partnership_of, stands
from manage_training.journeys.journey import Journey
from manage_training.journeys.opening import Opening, Owner
from manage_training.web import wrong_partnership
from manage_training.web.access import Request
from manage_training.web.public.partnership import not_known


def opens(request: Request, token: str) -> Opening | HttpResponse:
    """The draft is the partnership's: only its link opens it. What cannot be said any more is explained."""
    partnership = partnership_of(token)
    if partnership is None:
        return not_known(request)
    there = reverse("public:partnership", args=[token])
    if stands(partnership) is not Stands.CAN_BE_CHALLENGED:
        return redirect(there)
    return Opening(
        owner=Owner("partnership", str(partnership.pk)),
        actor=Actor("partnership", partnership.pk),
        context={"partnership": partnership},
        caption=partnership.school.name,
        leave=there,
        done_url=there,
    )


journey = Journey(
    "challenge-by-link",
    wrong_partnership.REASON,
    area="public",
    title="Tell us that your training provider is wrong",
    opens=opens,
    submit=wrong_partnership.submit,
)
