import logging

import pytest
from django.http import Http404, HttpRequest
from django.test import RequestFactory
from django.urls import resolve

from manage_training.serving.logs import Lines


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
