"""Behind the link by which a contact decides about a nomination. Looking decides nothing: mail scanners look."""

from contextlib import suppress

from django.http import HttpResponse
from django.shortcuts import redirect, render

from manage_training.domain.events.actor import Actor
from manage_training.domain.invitations.decide import confirm, decline, find_nomination, state_today
from manage_training.domain.invitations.models import NominationState
from manage_training.domain.invitations.situation import NEEDS_A_TUTOR, situation_of
from manage_training.domain.refusal import Refusal
from manage_training.web.access import Request

DECISIONS = {"confirm": confirm, "decline": decline}


def show(request: Request, token: str) -> HttpResponse:
    nomination = find_nomination(token)
    if nomination is None:
        return render(request, "public/nomination/not_known.jinja", status=404)
    state = state_today(nomination)
    if state is NominationState.WAITING and situation_of(nomination.school) not in NEEDS_A_TUTOR:
        return redirect("public:invite-school", nomination.school.urn)  # which says why nobody can be confirmed
    if decide := DECISIONS.get(request.POST.get("decision", "")):
        with suppress(Refusal):  # it was decided at this very moment, and its page says how
            decide(nomination, by=Actor("nomination", nomination.pk))
        return redirect("public:nomination", token)
    page = {"caption": nomination.school, "nomination": nomination}
    status = 410 if state is NominationState.EXPIRED else 200
    return render(request, f"public/nomination/{state}.jinja", page, status=status)
