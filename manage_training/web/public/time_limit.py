"""A session has its time (rule A8), and nobody loses work to it (rule A18): staying, and what was sent too late."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from manage_training.web import unsent
from manage_training.web.access import Request, SignedInRequest


def stay(request: Request) -> HttpResponse:
    """Having asked is enough, as any request is. The answer, for the page's script: how long the session lasts now."""
    seconds, more = request.time_left
    return JsonResponse({"seconds": seconds, "more": more})


def late(request: SignedInRequest) -> HttpResponse:
    """After signing in again: what was sent too late, to be sent now."""
    if not unsent.waits(request):
        return redirect("school:choose-school")
    return render(request, "public/unsent.jinja", request.session[unsent.UNSENT])
