"""Rule A15: every route, for every role, at the own and at another school, by every method: what the table says."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, path
from django.urls.resolvers import RegexPattern
from pytest_django import DjangoDbBlocker

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.academic_years.years import registration_year
from manage_training.domain.accounts.memberships import end_membership
from manage_training.domain.accounts.models import Membership, Role
from manage_training.domain.clock import today
from manage_training.domain.organisations.models import AppropriateBody, DeliveryPartner, LeadProvider
from manage_training.domain.schools.models import School
from manage_training.web.access import NoRule
from manage_training.web.policy import ANYBODY, POLICY, SIGNED_IN, TUTOR_OF_SCHOOL, Rule
from tests.database import shared
from tests.factories.accounts import a_member, a_tutor, actor, sign_in
from tests.factories.partnerships import a_challenge, a_report
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school
from tests.factories.training import a_mentor, a_mentorship, a_teacher_to_be_checked, an_ect
from tests.factories.transfers import moved
from tests.factories.years import an_open_year
from tests.web.routes import HUGE, YEARS_BACK, Route, arguments_at, routes

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ROUTES = list(routes())
OTHER_METHODS = ["HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]
NOBODYS_URN = 999_999
TUTOR = "tutor of the own school"


@dataclass
class World:
    """Two schools and somebody of every kind, each of them signed in: for all routes, as each test undoes its own."""

    own: School
    other: School
    people: dict[str, Membership | None]
    cookies: dict[str, str]

    def browser_of(self, name: str) -> Client:
        client = Client()
        if name in self.cookies:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.cookies[name]
        return client


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with shared(django_db_blocker):
        own, other = ready("Own School"), ready("Other School")
        everybody = people(own, other)
        browsers = {name: sign_in(Client(), who) for name, who in everybody.items() if who is not None}
        cookies = {name: browser.cookies[settings.SESSION_COOKIE_NAME].value for name, browser in browsers.items()}
        yield World(own, other, everybody, cookies)


@pytest.fixture
def own(world: World) -> School:
    return world.own


@pytest.fixture
def other(world: World) -> School:
    return world.other


def ready(name: str) -> School:
    """A school that has answered for the year, in such a way that all its pages are there."""
    school = a_school(name)
    tutor = a_tutor(at=school)
    a_school_year(school, year=an_open_year().start, programme=Programme.CORE_INDUCTION)
    a_mentorship(an_ect(at=school), a_mentor(at=school))
    an_ect(a_teacher_to_be_checked(), at=school)  # whom the mentor can take on, and whose details can be corrected
    elsewhere = a_school()  # from where somebody has come, and where somebody goes
    a_school_year(elsewhere, year=an_open_year().start)
    for here, to in ((elsewhere, school), (school, elsewhere)):
        moved(an_ect(at=here), to, starts_on=today(), by=actor(tutor))
    for years in {*YEARS_BACK.values()}:  # a school that was reported can say the rest, or that it is wrong
        year = an_open_year(registration_year(today()).start - years)
        reported = a_report(school, year=year.start)
        if years == YEARS_BACK["undo-challenge"]:
            a_challenge(reported)
    return school


def people(own: School, other: School) -> dict[str, Membership | None]:
    former = a_tutor(at=own)
    end_membership(former, actor(former))
    return {
        "anonymous": None,
        "former tutor": former,
        "lead provider": a_member(
            Role.LEAD_PROVIDER, lead_provider=LeadProvider.objects.create(name="Provider", email="p@p.example")
        ),
        "delivery partner": a_member(
            Role.DELIVERY_PARTNER, delivery_partner=DeliveryPartner.objects.create(name="Partner")
        ),
        "appropriate body": a_member(
            Role.APPROPRIATE_BODY, appropriate_body=AppropriateBody.objects.create(name="Body", kind="national")
        ),
        "DfE": a_member(Role.DFE),
        "tutor of the other school": other.memberships.get(),
        TUTOR: own.memberships.get(ended_at=None),
    }


def allowed(rule: Rule, method: str, who: Membership | None, at: School) -> str:
    """What the table says: "in", or how somebody is kept out."""
    if method not in rule.methods:
        return "405"
    if rule.signed_in and (who is None or who.ended_at):
        return "to sign-in"
    if rule.role and not (who is not None and who.role == rule.role and who.school_id == at.pk):
        return "404"
    return "in"


def seen(page: HttpResponse, log: pytest.LogCaptureFixture) -> str:
    refused = any(line.getMessage().startswith("access refused") for line in log.records)
    log.clear()
    if refused:
        return str(page.status_code)
    if page.status_code in (302, 303) and page["Location"].startswith("/sign-in/?next="):
        return "to sign-in"
    return "405" if page.status_code == 405 else "in" if page.status_code < 500 else str(page.status_code)


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_everybody_opens_exactly_what_the_table_says(route: Route, world: World, own: School, other: School, caplog):
    schools = [own, other] if "urn" in route.arguments else [own]
    urls = {school: route.url(**arguments_at(school, route)) for school in schools}
    rule = POLICY[route.name]
    caplog.set_level(logging.WARNING, "manage_training.security")
    for school, url in urls.items():
        for role, who in world.people.items():
            client = world.browser_of(role)
            for method in ("GET", "POST"):
                page = client.generic(method, url)
                expected, got = allowed(rule, method, who, school), seen(page, caplog)
                assert got == expected, f"{method} {url} as {role}: {got} instead of {expected}"
                if method == "GET" and rule == TUTOR_OF_SCHOOL and got == "in":
                    assert page.status_code < 400, f"{url} is {page.status_code} for its own tutor"


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_m4_other_methods_are_answered_with_405(route: Route, world: World, own: School):
    client, url = world.browser_of(TUTOR), route.url(**arguments_at(own, route))
    for method in OTHER_METHODS:
        page = client.generic(method, url)
        if method not in POLICY[route.name].methods:
            assert page.status_code == 405, f"{method} {url}"
            assert page["Allow"] == ", ".join(POLICY[route.name].methods)


@pytest.mark.parametrize("route", [route for route in ROUTES if POLICY[route.name].of], ids=str)
def test_o1_another_schools_page_is_answered_like_one_that_does_not_exist(route: Route, world: World, other: School):
    client = world.browser_of(TUTOR)
    arguments = arguments_at(other, route)
    method = POLICY[route.name].methods[0]
    theirs, nobodys = (
        client.generic(method, route.url(**arguments | {"urn": urn})) for urn in (other.urn, NOBODYS_URN)
    )
    assert theirs.status_code == nobodys.status_code == 404
    assert same_each_time(theirs) == same_each_time(nobodys)


def same_each_time(page: HttpResponse) -> str:
    """A page without the token of its forms, the seconds that one is still signed in, and its reference."""
    text = page.text.replace(page["X-Request-ID"], "")
    return re.sub(r'(name="csrfmiddlewaretoken" value="|data-seconds=")[^"]*', r"\1", text)


@pytest.mark.parametrize(
    "route", [route for route in ROUTES if {"urn", "start", "pk", "tutor"} & {*route.arguments}], ids=str
)
def test_o11_numbers_that_nothing_has_are_not_found(route: Route, world: World, own: School):
    client = world.browser_of(TUTOR)
    arguments = arguments_at(own, route)
    for name in {"urn", "start", "pk", "tutor"} & {*route.arguments}:
        for number in (0, 999_999_999, 2**31, HUGE):
            url = route.url(**arguments | {name: number})
            for method in ("GET", "POST"):
                assert client.generic(method, url).status_code in (302, 303, 404, 405), url


def test_every_route_has_a_row_and_every_row_a_route():
    """A new route is refused to everybody until somebody has said in web/policy.py who may open it."""
    assert {route.name for route in ROUTES} == POLICY.keys()


def test_a_route_without_a_row_is_found(settings, client: Client):
    urls = a_service_with(path("forgotten/", lambda request: HttpResponse("secret"), name="forgotten"))
    assert "forgotten" in {route.name for route in routes(URLResolver(RegexPattern(""), urls))} - POLICY.keys()
    settings.ROOT_URLCONF = urls
    with pytest.raises(NoRule, match="forgotten has no row"):
        client.get("/forgotten/")


def a_service_with(*more: object) -> ModuleType:
    urls = ModuleType("a_service_with_more")
    urls.urlpatterns = [*get_resolver().url_patterns, *more]  # type: ignore[attr-defined]
    return urls


def test_a_rule_says_what_it_reads():
    assert ANYBODY.read_only.methods == ("GET", "HEAD")
    assert SIGNED_IN.post_only.methods == ("POST",)


def test_m4_a_method_cannot_be_smuggled_into_a_form(world: World):
    client = world.browser_of(TUTOR)
    for header in ("X-HTTP-Method-Override", "X-Method-Override"):
        client.post("/schools/", {"_method": "DELETE"}, headers={header: "DELETE"})
    assert client.post("/cookies/", {"_method": "GET"}, headers={"X-HTTP-Method-Override": "GET"}).status_code == 405
