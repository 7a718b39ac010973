"""Error pages say what to do next, and the last two need neither the database nor a session."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import path

from manage_training.config import urls as ours
from manage_training.domain.limits.allow import LimitReached
from manage_training.domain.refusal import Refusal
from manage_training.web.policy import ANYBODY, POLICY
from tests.database import disk_is_full
from tests.design_system.html import Html
from tests.factories.accounts import a_tutor
from tests.factories.schools import a_school

BREAKS = {
    "forbidden": PermissionDenied(),
    "down": OperationalError("the server closed the connection"),
    "broken": RuntimeError("a fault of ours with hugo.furst@acme.example in it"),
    "often": LimitReached("You have asked for this often. Try again in an hour.", timedelta(hours=1)),
    "refused": Refusal("Leah Morris has left. Open somebody else's record."),
}


def break_down(request, how):
    raise BREAKS[how]


def take(request):
    return HttpResponse(str(len(request.POST)))


handler400, handler403 = ours.handler400, ours.handler403
handler404, handler500 = ours.handler404, ours.handler500
urlpatterns = [*ours.urlpatterns, path("break/<str:how>/", break_down, name="break"), path("take/", take, name="take")]


@pytest.fixture(autouse=True)
def these_routes(settings, monkeypatch):
    settings.ROOT_URLCONF = __name__
    monkeypatch.setitem(POLICY, "break", ANYBODY)
    monkeypatch.setitem(POLICY, "take", ANYBODY)


@pytest.fixture
def browser():
    return Client(raise_request_exception=False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status", "title", "next_step"),
    [
        ("/break/forbidden/", 403, "You cannot open this page", "contact us"),
        ("/nowhere/", 404, "Page not found", "check that it is correct"),
        ("/break/refused/", 409, "This has not been done", "Open somebody else's record."),
        ("/break/broken/", 500, "There is a problem with the service", "contact us"),
        ("/break/down/", 503, "The service is not available at the moment", "Try again in a few minutes"),
    ],
)
def test_each_says_what_is_so_and_what_to_do(browser, address, status, title, next_step):
    answer = browser.get(address)
    html = Html(answer.content.decode())
    assert answer.status_code == status
    assert [each.words for each in html["h1"]] == [title]
    assert html["title"][0].words.startswith(title)
    assert next_step in html["main"][0].words
    assert any(each["href"] in {"/", "/contact/"} for each in html["a"])
    assert "hugo" not in answer.content.decode()


@pytest.mark.django_db
def test_a_method_that_a_page_does_not_take_is_answered_with_a_page(browser):
    answer = browser.post("/")
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD"
    assert Html(answer.content.decode())["h1"][0].words == "This page cannot be opened in this way"


@pytest.mark.django_db
def test_what_is_too_large_is_said_to_be_too_large(browser, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    answer = browser.post("/take/", {"text": "x" * 100}, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert "send it again" in Html(answer.content.decode())["main"][0].words


@pytest.mark.django_db
def test_what_cannot_be_read_is_a_400_with_a_way_on(browser, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    answer = browser.post("/take/", {str(number): "x" for number in range(9)})
    assert answer.status_code == 400
    assert Html(answer.content.decode())["h1"][0].words == "We could not read what your browser sent"


@pytest.mark.django_db
def test_x6_another_host_is_a_400_and_never_echoed(browser):
    answer = browser.get("/", HTTP_HOST="evil.example")
    assert answer.status_code == 400
    assert "evil" not in answer.content.decode()


@pytest.mark.parametrize("template", ["errors/500.jinja", "errors/503.jinja"])
def test_the_last_pages_are_made_of_nothing_but_words(template):
    words = {"reference": "a1b2c3d4", "typed": [], "again": "/"}
    assert "contact us" in render_to_string(template, words)  # pytest-django lets nobody near the database here


@pytest.mark.django_db
def test_every_page_to_ask_about_has_a_reference_that_the_log_has_too(browser, settings):
    """Rule O2."""
    answers = [browser.get(f"/break/{how}/") for how in BREAKS]
    answers += [browser.get("/nowhere/"), browser.post("/"), browser.get("/", HTTP_HOST="evil.example")]
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    answers.append(browser.post("/take/", {"text": "x" * 100}))
    for answer in answers:
        assert f"tell us this reference: <strong>{answer['X-Request-ID']}</strong>" in answer.text, answer.status_code
    assert {answer.status_code for answer in answers} == {400, 403, 404, 405, 409, 413, 429, 500, 503}


@pytest.mark.django_db
def test_f05_what_was_typed_stands_on_the_page_and_can_be_sent_again_as_it_was(browser):
    """Rule O4."""
    typed = {"name": 'Zoë "O\'Brien" <b>', "text": "two\nlines", "csrfmiddlewaretoken": "x" * 64, "several": ["1", "2"]}
    page = browser.post("/break/down/?draft=7", typed)
    assert page.status_code == 503
    main = page.text.split("<main", 1)[1]
    assert re.findall(r'<form method="post" action="([^"]*)"', main) == ["/break/down/?draft=7"]
    inputs = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', main)
    sent = [(name, unescape(value)) for name, value in inputs]
    assert sent == [*list(typed.items())[:3], ("several", "1"), ("several", "2")]
    assert "Send it again" in main


@pytest.mark.django_db
@pytest.mark.parametrize("body", [{"file": ContentFile(b"x", "a.csv"), "name": "Zoë"}, {}])
def test_a_file_or_nothing_is_not_offered_to_be_sent_again(browser, body):
    assert "Send it again" not in browser.post("/break/down/", body).text


@pytest.mark.django_db
def test_what_cannot_be_read_is_not_offered_to_be_sent_again(browser, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    page = browser.post("/break/down/", {str(number): "x" for number in range(9)})
    assert page.status_code in (400, 503)
    assert "Send it again" not in page.text


def test_a_page_is_a_503_with_a_time_to_come_back_while_the_database_is_down(settings, unreachable_database):
    browser = Client(raise_request_exception=False)
    browser.cookies[settings.SESSION_COOKIE_NAME] = "somebody's session, which lives in the database"
    answer = browser.get("/contact/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "120"
    assert Html(answer.content.decode())["h1"][0].words == "The service is not available at the moment"


@pytest.mark.django_db
def test_a_page_is_a_503_too_where_it_is_the_queue_that_the_database_cannot_take_in(browser):
    a_tutor(at=a_school(), email="hugo@acme.example")
    disk_is_full(at="insert on procrastinate_jobs")
    answer = browser.post("/sign-in/", {"email": "hugo@acme.example"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "120")


def test_pages_of_words_are_there_while_the_database_is_down(unreachable_database):
    assert Client().get("/").status_code == 200
    assert Client().get("/guidance/step-by-step/").status_code == 200


@pytest.fixture
def unreachable_database(tmp_path, django_db_blocker):
    """The real driver asks at a socket where nobody listens, as after a stop of the server."""
    from django.db import connection

    with django_db_blocker.unblock():
        connection.close()
        was = connection.settings_dict["HOST"]
        connection.settings_dict["HOST"] = str(tmp_path)
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["HOST"] = was


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        *("/admin", "/admin/", "/debug/", "/__debug__/", "/.git/HEAD", "/.env", "/server-status", "/healthcheck/"),
        *("/static/..%2f..%2fmanage.py", "/static/../manage.py", "/static/%2e%2e/%2e%2e/etc/passwd", "/static/%00"),
        *("/%0d%0aSet-Cookie:x=y/", "/schools/%2e%2e/%2e%2e/", "/\\evil.example"),
    ],
)
def test_n6_nothing_lies_about_where_somebody_might_look_for_it(browser, address):
    answer = browser.get(address)
    assert answer.status_code == 404
    assert Html(answer.content.decode())["h1"][0].words == "Page not found"
