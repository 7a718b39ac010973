"""The headers of every answer (OWASP ASVS 5.0, 3.2 to 3.5). Abuse case E7: no page can be put into a frame."""

import re

import pytest
from django.conf import settings
from django.test import Client, override_settings

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.accounts.privacy import publish_all
from manage_training.web.public.content import GUIDANCE
from manage_training.web.sessions import USER
from tests.factories.accounts import a_tutor, sign_in
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school
from tests.factories.training import a_mentor, a_mentorship, an_ect
from tests.factories.years import an_open_year
from tests.web.routes import arguments_at, routes

pytestmark = pytest.mark.django_db

EVERYWHERE = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Server": "web",
}
# What our policy forbids, as it is no file of ours: scripts and styles in the page itself.
INLINE = re.compile(r"<script(?![^>]* src=)[^>]*>|<style|<[^>]*? (?:style|on[a-z]+)=", re.IGNORECASE)
FOR_EVERYBODY = {
    f"public:{name}" for name in "start guidance cookies accessibility privacy contact glossary security-txt".split()
}
WORDS_ONLY = ["/", "/cookies/", "/accessibility/", "/privacy/", "/contact/", "/glossary/"]
WORDS_ONLY += [f"/guidance/{slug}/" for slug in GUIDANCE]
ANSWERS = [
    *[("get", address, 200) for address in WORDS_ONLY],
    ("get", "/sign-in/", 200),
    ("post", "/sign-in/", 422),
    ("get", "/sign-in/no-such-token/", 410),
    ("get", "/schools/", 302),
    ("get", "/schools", 301),
    ("get", "/nowhere/", 404),
    ("get", "/guidance/nothing/", 404),
    ("put", "/", 405),
    ("trace", "/", 405),
    ("get", "/static/design_system/service.css", 200),
    ("get", "/static/govuk-frontend/govuk-frontend.min.js", 200),
    ("get", "/static/nothing.css", 404),
]


@pytest.mark.parametrize(("method", "address", "status"), ANSWERS)
def test_every_answer_has_them(client, method, address, status):
    publish_all()
    answer = getattr(client, method)(address, {"email": ""} if method == "post" else {})
    answer.close()  # a file's answer holds the file
    assert answer.status_code == status
    for name, value in EVERYWHERE.items():
        assert answer[name] == value, name
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["Referrer-Policy"] in {"same-origin", "no-referrer"}


@pytest.mark.once
def test_every_route_answers_with_them_whoever_asks_and_however(settings):
    """Each page of each journey too, its redirects, its refusals; over TLS, as in production."""
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    publish_all()
    school = a_school()
    a_tutor(at=school)
    a_school_year(school, year=an_open_year().start, programme=Programme.CORE_INDUCTION)
    a_mentorship(an_ect(at=school), a_mentor(at=school))
    an_ect(at=school)
    visitor, tutor = Client(raise_request_exception=False), Client(raise_request_exception=False)
    seen = set()
    for route in routes():
        url = route.url(**arguments_at(school, route))
        if USER not in tutor.session:  # at first, and after the route that signs out
            sign_in(tutor, school.memberships.get())
        for client, method in ((visitor, "GET"), (tutor, "GET"), (tutor, "POST")):
            answer = client.generic(method, url, secure=True)
            wrong = list(missing(answer, route, signed_in=client is tutor))
            assert wrong == [], f"{method} {url} answers {answer.status_code} with {wrong}"
            seen.add(answer.status_code)
            _ = answer.getvalue()  # read to its end, as a file is
    assert {200, 302, 303, 404, 405} <= seen


def missing(answer, route, *, signed_in):
    """What is not as it should be in the headers of an answer, and in the page where it is one."""
    expected = EVERYWHERE | {
        "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
        "Referrer-Policy": "no-referrer" if "token" in route.arguments else "same-origin",
    }
    for_everybody = route.name in FOR_EVERYBODY and answer.status_code == 200 and not signed_in
    expected |= {"Cache-Control": "no-cache"} if for_everybody else {"Cache-Control": "no-store"}
    yield from ((name, answer.get(name)) for name, value in expected.items() if value not in str(answer.get(name)))
    if "camera=()" not in answer["Permissions-Policy"] or ("X-Robots-Tag" in answer) == for_everybody:
        yield answer["Permissions-Policy"], answer.get("X-Robots-Tag")
    for cookie in answer.cookies.values():
        if not (cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/") and cookie.value:
            yield "cookie", cookie.OutputString()
    if "html" in answer.get("Content-Type", "") and (inline := INLINE.search(answer.text)):
        yield "inline", inline[0]


def test_a_page_that_breaks_has_them_too(rf, monkeypatch):
    client = Client(raise_request_exception=False)
    monkeypatch.setattr("manage_training.web.public.content.GUIDANCE", None)
    answer = client.get("/guidance/step-by-step/")
    assert answer.status_code == 500
    assert EVERYWHERE.items() <= dict(answer.headers).items()
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", WORDS_ONLY)
def test_pages_of_words_may_be_found_by_search_engines(client, address):
    publish_all()
    answer = client.get(address)
    assert "X-Robots-Tag" not in answer
    assert "no-store" not in answer["Cache-Control"]


@pytest.mark.parametrize("address", ["/sign-in/", "/schools/", "/nowhere/", "/find-your-school/"])
def test_everything_else_is_kept_by_nobody(client, address):
    answer = client.get(address)
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Cache-Control"] == "no-store"


def test_p3_a_page_of_words_that_names_a_school_is_kept_by_nobody(client):
    """Nothing personal is shown by Back after signing out."""
    sign_in(client, a_tutor(at=a_school()))
    assert client.get("/")["Cache-Control"] == "no-store"
    assert client.get("/schools/")["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["/sign-in/a-token/", "/invitations/a-token/", "/nominations/a-token/"])
def test_an_address_with_a_token_is_told_to_nobody(client, address):
    answer = client.get(address)
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex"


def test_after_something_sent_comes_a_page_to_get(client):
    assert client.post("/sign-in/", {"email": "hugo.furst@acme.example"}).status_code == 303


@pytest.mark.parametrize(
    ("address", "site", "status"),
    [
        ("/sign-in/a-token/", None, 410),  # the token was asked for and was there; the link is not known
        ("/sign-in/a-token/", "same-origin", 410),
        ("/sign-in/a-token/", "cross-site", 403),
        ("/sign-in/", "same-origin", 403),  # sends a referrer, so its forms have an origin
    ],
)
def test_e6_a_form_without_an_origin_is_taken_only_from_a_page_that_sends_no_referrer(address, site, status):
    client = Client(enforce_csrf_checks=True)
    client.get("/sign-in/")
    token = client.cookies[settings.CSRF_COOKIE_NAME].value
    said = {"HTTP_ORIGIN": "null"} | ({"HTTP_SEC_FETCH_SITE": site} if site else {})
    assert client.post(address, {"csrfmiddlewaretoken": token}, **said).status_code == status


def test_e6_without_the_csrf_token_no_page_takes_a_form():
    client = Client(enforce_csrf_checks=True)
    assert client.post("/sign-in/a-token/", HTTP_ORIGIN="null").status_code == 403


def test_on_tls_browsers_stay_there(client):
    with override_settings(
        SECURE_HSTS_SECONDS=31_536_000, SECURE_HSTS_INCLUDE_SUBDOMAINS=True, SECURE_HSTS_PRELOAD=True
    ):
        answer = Client().get("/", secure=True)
    assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
