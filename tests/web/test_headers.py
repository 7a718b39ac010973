"""The headers of every answer (OWASP ASVS 5.0, 3.2 to 3.5). Abuse case E7: no page can be put into a frame."""

import pytest
from django.conf import settings
from django.test import Client, override_settings

from manage_training.domain.accounts.privacy import publish_all
from manage_training.web.public.content import GUIDANCE
from tests.factories.accounts import a_tutor, sign_in
from tests.factories.schools import a_school

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


def test_a_page_of_words_that_names_a_school_is_kept_by_nobody(client):
    """Abuse case P3: nothing personal is shown by Back after signing out."""
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
def test_a_form_without_an_origin_is_taken_only_from_a_page_that_sends_no_referrer(address, site, status):
    """Abuse case E6."""
    client = Client(enforce_csrf_checks=True)
    client.get("/sign-in/")
    token = client.cookies[settings.CSRF_COOKIE_NAME].value
    said = {"HTTP_ORIGIN": "null"} | ({"HTTP_SEC_FETCH_SITE": site} if site else {})
    assert client.post(address, {"csrfmiddlewaretoken": token}, **said).status_code == status


def test_without_the_csrf_token_no_page_takes_a_form():
    """Abuse case E6."""
    client = Client(enforce_csrf_checks=True)
    assert client.post("/sign-in/a-token/", HTTP_ORIGIN="null").status_code == 403


def test_on_tls_browsers_stay_there(client):
    with override_settings(
        SECURE_HSTS_SECONDS=31_536_000, SECURE_HSTS_INCLUDE_SUBDOMAINS=True, SECURE_HSTS_PRELOAD=True
    ):
        answer = Client().get("/", secure=True)
    assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
