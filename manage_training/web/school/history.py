"""The page "What has happened" of a school: its events in sentences, and the emails that did not arrive."""

from django.db.models.functions import Lower
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from manage_training.domain.accounts.memberships import tutors_of
from manage_training.domain.clock import today
from manage_training.domain.events.models import Event
from manage_training.domain.messages.port import Because
from manage_training.domain.messages.undelivered import Undelivered, undelivered
from manage_training.domain.schools.models import School
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
    missed = undelivered(request.school.pk) if is_first else []
    page = {
        "lines": in_sentences(shown[:ON_A_PAGE]),
        "older": shown[ON_A_PAGE - 1].pk if len(shown) > ON_A_PAGE else None,
        "is_first": is_first,
        "undelivered": missed,
        "mends": mends(request.school, missed),
    }
    return render(request, "school/history.jinja", page)


def mends(school: School, missed: list[Undelivered]) -> dict[str, tuple[str, str]]:
    """Where an address that did not work can be corrected: words and address of a page, by it in lower case."""
    wrong = {email.to.lower() for email in missed if email.because != Because.OURS}
    if not wrong:
        return {}
    people = school.placements.in_force().not_over(today()).select_related("teacher")
    found = {
        placement.email.lower(): (
            f"Change the email address of {placement.teacher}",
            reverse("school:change-person-email:start", args=[school.urn, placement.pk]),
        )
        for placement in people.annotate(address=Lower("email")).filter(address__in=wrong)
    }
    change_tutor = reverse("school:change-tutor:start", args=[school.urn])
    for tutor in tutors_of(school).annotate(address=Lower("user__email")).filter(address__in=wrong):
        found[tutor.user.email.lower()] = f"Change the email address of {tutor.user}", change_tutor
    return found
