"""Behind the link by which a school says that a report is wrong. Looking says nothing: mail scanners look."""

from django.http import HttpResponse
from django.shortcuts import render

from manage_training.domain.partnerships.challenge import Stands, latest_challenge, partnership_of, stands
from manage_training.web.access import Request
from manage_training.web.wrong_partnership import as_reported, expects_nobody


def show(request: Request, token: str) -> HttpResponse:
    """What was reported and how it stands; whoever has told us that it is wrong comes back here."""
    partnership = partnership_of(token)
    if partnership is None:
        return not_known(request)
    state = stands(partnership)
    page = {
        "caption": partnership.school,
        "partnership": partnership,
        "reported": as_reported(partnership),
        "token": token,
    }
    if state in (Stands.CHALLENGED, Stands.UNDONE):
        said = latest_challenge(partnership)
        page |= {"challenge": said, "expects_nobody": expects_nobody(said)}
    status = 410 if state is Stands.TOO_LATE else 200
    return render(request, f"public/partnership/{state.name.lower()}.jinja", page, status=status)


def not_known(request: Request) -> HttpResponse:
    return render(request, "public/partnership/not_known.jinja", status=404)
