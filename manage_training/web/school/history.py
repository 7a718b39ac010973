"""The page "What has happened" of a school: its events in sentences, and the emails that did not arrive."""

from django.http import HttpResponse
from django.shortcuts import render

from manage_training.domain.events.models import Event
from manage_training.domain.messages.undelivered import undelivered
from manage_training.web.access import SchoolRequest
from manage_training.web.school.sentences import in_sentences

ON_A_PAGE = 25
SAID_ALREADY = ["invitation_answered"]  # the same answer is recorded for the school's year, by "teachers_expected"


def show(request: SchoolRequest, urn: int) -> HttpResponse:
    """The school's events, newest first; `before` is the number of the event that ended the last page."""
    events = Event.objects.filter(school_id=request.school.pk).exclude(kind__in=SAID_ALREADY).order_by("-pk")
    before = request.GET.get("before", "")
    is_first = not (before.isascii() and before.isdecimal() and len(before) < 19)
    shown = list((events if is_first else events.filter(pk__lt=int(before)))[: ON_A_PAGE + 1])
    page = {
        "lines": in_sentences(shown[:ON_A_PAGE]),
        "older": shown[ON_A_PAGE - 1].pk if len(shown) > ON_A_PAGE else None,
        "is_first": is_first,
        "undelivered": undelivered(request.school.pk) if is_first else [],
    }
    return render(request, "school/history.jinja", page)
