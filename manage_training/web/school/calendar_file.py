"""The dates of a school's year as a file that any calendar reads (RFC 5545). Rule Y5."""

from uuid import UUID, uuid5

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from icalendar import Calendar, Event

from manage_training.domain.clock import now, today
from manage_training.domain.schools.models import School
from manage_training.domain.training.dashboard import Dashboard, dashboard_of
from manage_training.domain.training.year_dates import YearDate
from manage_training.web.access import SchoolRequest

# Ours for ever: an entry keeps its id wherever the service runs, so a calendar that reads the file again moves it.
ENTRIES = UUID("5c0f7a5e-8f2b-4d41-9d36-0d3f5a3f3c11")


def download(request: SchoolRequest, urn: int, start: int) -> HttpResponse:
    shown = dashboard_of(request.school, today(), start)
    if shown is None:
        raise Http404
    answer = HttpResponse(calendar_of(request.school, shown).to_ical(), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="training-dates-{urn}-{start}.ics"'
    return answer


def calendar_of(school: School, shown: Dashboard) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.SERVICE_NAME}//EN")
    calendar.add("version", "2.0")
    for each in shown.dates:
        calendar.add_component(entry(each, school, shown))
    return calendar


def entry(of: YearDate, school: School, shown: Dashboard) -> Event:
    """One whole day, which blocks nothing else on it."""
    event = Event()
    event.add("uid", str(uuid5(ENTRIES, f"{school.urn} {shown.start} {of.code}")))
    event.add("dtstamp", now())
    event.add("dtstart", of.day)
    event.add("summary", f"{of.words}, {shown.year} ({school})")
    event.add("url", settings.SERVICE_URL + reverse("school:year", args=[school.urn, shown.start]))
    event.add("transp", "TRANSPARENT")
    return event
