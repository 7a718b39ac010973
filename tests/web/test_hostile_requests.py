"""Whatever is sent to any page that is no question of a journey, it answers with a page, never with an error of ours.

A new route is covered when it is there. The journeys' own: tests/journeys/test_hostile_answers.py. Abuse cases M1, M2,
X1, X4 and X7. FLOODS sets how much (1 in the gate).
"""

import re
from html import unescape
from http.cookies import SimpleCookie

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.schools.models import School
from manage_training.journeys.journey import JOURNEYS
from manage_training.web.policy import POLICY
from tests.factories.accounts import a_privacy_notice, a_tutor, sign_in
from tests.factories.invitations import a_nomination, an_invitation, token_for
from tests.factories.partnerships import a_report, token_of_report
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school
from tests.factories.training import a_mentor, a_mentorship, an_ect
from tests.factories.years import an_open_year
from tests.hostile.inputs import A_PAGE, FORM, MARKUP, encoded, flood, forms, texts, worst_forms
from tests.journeys.test_every_journey import undone
from tests.web.routes import Route, arguments_at, routes

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PAGES = [route for route in routes() if not JOURNEYS.keys() & {*route.name.split(":")}]
IN_AN_ADDRESS = ["next", "way_in", "page", "before", "year", "role", "state", "name", "search", "change"]
ALSO = {301, 302, 401, 405, 410, 429}


@pytest.fixture
def school() -> School:
    """One whose pages are all there."""
    school = a_school("Own School")
    a_tutor(at=school)
    a_school_year(school, year=an_open_year().start, programme=Programme.CORE_INDUCTION)
    a_mentorship(an_ect(at=school), a_mentor(at=school))
    return school


def takes_forms(route: Route) -> bool:
    return "POST" in POLICY[route.name].methods and POLICY[route.name].form


def a_token_for(route: Route) -> str:
    """A link that opens something, where the route has one and we know how it comes about."""
    if route.name.startswith("public:invitation"):
        return token_for(an_invitation())
    if route.name == "public:nomination":
        return token_for(a_nomination(an_invitation()))
    if route.name.startswith("public:partnership"):
        return token_of_report(a_report(a_tutor(at=a_school()).school))
    return "nosuchtoken"


@pytest.mark.parametrize("route", PAGES, ids=str)
def test_m1_x1_x4_every_page_answers_whatever_it_is_sent(route: Route, school: School) -> None:
    url = route.url(**arguments_at(school, route) | {"token": a_token_for(route)})
    if route.name == "public:privacy-notice":
        a_privacy_notice()
    tutor = sign_in(Client(), school.memberships.get(), accepted=route.name != "public:privacy-notice")
    visitor = Client()
    visitor.post("/sign-in/", {"email": "somebody@school.example"})  # has asked, and may enter a code
    asked = {each: each.get(url) for each in (tutor, visitor)}
    cookies = [each.cookies for each in (tutor, visitor)]

    names = [*(name for page in asked.values() for name in inputs(page)), "draft", "decision", "version"]

    def send(cookies: SimpleCookie, query: bytes, body: bytes, kind: str) -> None:
        with undone():
            client = Client()
            client.cookies, address = cookies, f"{url}?{query.decode()}"
            answers = [client.get(address)]
            if "POST" in POLICY[route.name].methods:
                answers.append(client.generic("POST", address, body, content_type=kind))
            for answer in answers:
                assert answer.status_code in A_PAGE | ALSO, (address, body)
                assert MARKUP not in b"".join(answer).decode()

    for query, body in zip(worst_forms(IN_AN_ADDRESS), worst_forms(names), strict=True):
        for each in cookies:
            send(each, query, body, FORM)

    @flood(1)
    @given(st.data())
    def send_anything(data: st.DataObject) -> None:
        query = data.draw(st.lists(st.tuples(st.sampled_from(IN_AN_ADDRESS), texts), max_size=4))
        send(data.draw(st.sampled_from(cookies)), encoded(query), *data.draw(forms(names)))

    send_anything()


def inputs(page: object) -> list[str]:
    """The names of what can be filled in on a page."""
    text = b"".join(page).decode()  # type: ignore[call-overload]
    return sorted(
        {unescape(name) for name in re.findall(r'<(?:input|select|textarea|button)[^>]* name="([^"]+)"', text)}
    )


@pytest.mark.parametrize("route", [route for route in routes() if takes_forms(route)], ids=str)
def test_m2_what_is_no_form_is_refused_wherever_forms_are_taken(route: Route, school: School) -> None:
    tutor, url = sign_in(Client(), school.memberships.get()), route.url(**arguments_at(school, route))
    for kind in ("application/json", "text/plain", "text/xml", "application/x-www-form-urlencoded-not", ""):
        page = tutor.generic("POST", url, '{"email": "hugo@acme.example"}', content_type=kind)
        assert page.status_code == 415
        assert "We could not read what your browser sent" in page.text
        assert "hugo" not in page.text


def test_m2_of_an_input_sent_twice_the_last_counts() -> None:
    client = Client()
    client.generic("POST", "/sign-in/", "email=a@acme.example&email=b@acme.example", content_type=FORM)
    assert "b@acme.example" in client.get("/sign-in/code/").text


@pytest.mark.parametrize(("letters", "status"), [(200_000, 422), (1_000_000, 413)])
def test_u1_a_form_of_a_million_characters_is_not_looked_at(letters: int, status: int) -> None:
    school = a_school()
    typed = {"name": "Sam Rivers", "email": "sam@school.example", "message": "a" * letters}
    page = Client().post(f"/find-your-school/{school.urn}/other-contact/", typed)
    assert page.status_code == status
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE < 1_000_000
