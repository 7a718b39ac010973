import logging
from io import StringIO
from itertools import islice

import pytest
from django.http import Http404, HttpRequest
from django.test import Client, RequestFactory
from django.urls import resolve

from manage_training.serving.logs import Json, Lines, faults_of


def line(message: str, *arguments: object, **more: object) -> str:
    record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, message, arguments, None)
    record.__dict__.update(more)
    return Lines().format(record)


def a_request(path: str) -> HttpRequest:
    request = RequestFactory().get(path)
    request.resolver_match = resolve(request.path)
    return request


@pytest.mark.parametrize("typed", ["Mozilla\n2022-06-20 ERROR forged", "\r\nforged", "a\rb"])
def test_x5_a_line_break_from_outside_begins_no_line(typed):
    assert len(line("asked by %s", typed).splitlines()) == 1


def test_a_page_is_named_by_its_route_so_that_no_secret_is_logged():
    request = a_request("/invitations/the-secret/")
    written = line("%s: %s", "Internal Server Error", request.path, request=request)
    assert written.endswith("Internal Server Error: GET /invitations/<str:token>/")


def test_x5_a_path_that_leads_nowhere_is_not_repeated():
    request = RequestFactory().get("/a%0Aforged/")
    with pytest.raises(Http404):
        resolve(request.path)
    assert "forged" not in line("%s: %s", "Not Found", request.path, request=request)


def test_p2_a_row_that_the_database_quotes_is_left_out():
    fault = ValueError("duplicate key\nDETAIL:  Key (lower(email))=(rose@school.example) already exists.")
    assert "rose" not in Lines().formatException((ValueError, fault, None))


def test_faults_that_led_to_one_another_in_a_circle_are_told_once_each():
    """A log that goes round it for ever holds the lock that every other thread of the process waits for."""
    first, second = ValueError("1"), KeyError("2")
    first.__cause__, second.__context__ = second, first
    told = list(islice(faults_of(first), 10))
    assert [fault["kind"] for fault in told] == ["builtins.ValueError", "builtins.KeyError"]


@pytest.mark.django_db
@pytest.mark.parametrize("form", [Lines, Json])
def test_what_a_sender_did_wrong_is_one_warning_without_what_they_sent(form, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE, settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000, 5
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(form())
    logging.getLogger().addHandler(handler)
    try:
        assert Client().get("/", HTTP_HOST="rose.example").status_code == 400
        assert Client().post("/sign-in/", {"email": "rose@school.example" * 99}).status_code == 413
        assert Client().post("/sign-in/", dict.fromkeys("abcdefgh", "rose")).status_code == 400
    finally:
        logging.getLogger().removeHandler(handler)
    lines = written.getvalue().splitlines()
    kinds = ("DisallowedHost", "RequestDataTooBig", "TooManyFieldsSent")
    assert len(lines) == len(kinds)
    for written_line, kind in zip(lines, kinds, strict=True):
        assert "WARNING" in written_line
        assert f"refused what was sent ({kind})" in written_line
    assert "rose" not in written.getvalue()
