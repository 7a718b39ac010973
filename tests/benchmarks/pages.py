"""The dashboard and a question, in the same run as a bare Django page: one indexed query and no middleware."""

import io
import statistics
from collections.abc import Callable
from datetime import date
from types import ModuleType
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from manage_training.domain.schools.models import School
from tests.benchmarks.measuring import Figures, turn_by_turn
from tests.factories.accounts import a_privacy_notice, a_tutor, sign_in
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school
from tests.factories.training import a_partnership, an_ect
from tests.factories.years import an_open_year
from tests.journeys.browse import Browser

GOAL = 0.14  # of the limit's requests a second, for the dashboard
Service = Callable[[str], bytes]


def measure(table: Figures) -> None:
    school, year = a_school("ACME Primary School"), an_open_year()
    a_school(), a_privacy_notice()
    tutor = a_tutor(at=school)
    a_partnership(school, year=year.start)
    client = sign_in(Client(), tutor)
    question = Browser(f"/schools/{school.urn}/years/{year.start}/programme/", client=client)
    question.go_on({"programme": "design_our_own"})
    a_school_year(school, year=year.start)
    for _ in range(10):
        an_ect(at=school, since=date(year.start, 9, 1))

    ours = service(WSGIHandler(), cookie=session_of(client))
    with override_settings(MIDDLEWARE=[]):
        limit = service(bare(school))
    asked: dict[str, Callable[[], bytes]] = {
        "the limit": lambda: limit("/"),
        "the dashboard": lambda: ours(f"/schools/{school.urn}/"),
        "a question": lambda: ours(question.url),
    }
    times = turn_by_turn(asked)
    for what, measured in times.items():
        ratio = statistics.median(least / mine for least, mine in zip(times["the limit"], measured, strict=True))
        goal = str(GOAL) if what == "the dashboard" else ""
        table.add_row(what, f"{statistics.median(measured) * 1000:.2f} ms ({ratio:.2f} of the limit)", goal)


def bare(school: School) -> WSGIHandler:
    """The least that a page of Django's can be: a school by its key, and words that are always the same."""
    routes = ModuleType("bare_urls")

    def show(request: HttpRequest) -> HttpResponse:
        School.objects.values_list("name").get(pk=school.pk)
        return HttpResponse("<!doctype html><title>A page</title><p>Words that are always the same")

    class Request(WSGIRequest):
        urlconf = routes

    class Handler(WSGIHandler):
        request_class = Request

    routes.urlpatterns = [path("", show)]  # type: ignore[attr-defined]
    return Handler()


def session_of(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def service(handler: WSGIHandler, cookie: str = "") -> Service:
    """Asks for pages as a web server does, without one: what is measured is ours alone."""

    def get(url: str) -> bytes:
        answered: list[str] = []
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": url.partition("?")[0],
            "QUERY_STRING": url.partition("?")[2],
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={cookie}",
            "wsgi.input": io.BytesIO(),
            "wsgi.url_scheme": "http",
        }
        response = handler(environ, lambda status, headers: answered.append(status))
        page = b"".join(response)
        response.close()
        if answered != ["200 OK"]:
            raise RuntimeError(f"{url} answers {answered}.")
        return page

    return get
