"""The pages for when something cannot be done: what is so, and what to do next."""

import sys
from collections.abc import Callable
from datetime import timedelta

import psycopg
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from procrastinate.exceptions import ConnectorException

from manage_training.domain.refusal import Refusal
from manage_training.web.operations import request_id

DATABASE_COMES_BACK = timedelta(minutes=2)  # a managed PostgreSQL changes to its standby in less


def page(request: HttpRequest, status: int, **words: object) -> HttpResponse:
    """The page for a status. Each has the reference by which we find in the log what happened (rule O2)."""
    return render(request, f"errors/{status}.jinja", {"reference": request_id.current(), **words}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Whatever nobody expected. Rendered without the request, so that nothing can ask the database or the session."""
    if is_about_the_database(sys.exc_info()[1]):
        return unavailable(request)
    return HttpResponse(render_to_string("errors/500.jinja", {"reference": request_id.current()}), status=500)


def is_about_the_database(fault: BaseException | None) -> bool:
    """Whether it is the database's, which is away or has no more room, also where the queue has wrapped its fault."""
    if isinstance(fault, ConnectorException):
        return isinstance(fault.__cause__, (psycopg.OperationalError, psycopg.InterfaceError))
    return isinstance(fault, (OperationalError, InterfaceError))


def unavailable(request: HttpRequest) -> HttpResponse:
    """The page while the database is away. What was typed stands on it, to be sent again as it was (rule O4)."""
    words = {"reference": request_id.current(), "typed": typed(request), "again": request.get_full_path()}
    answer = HttpResponse(render_to_string("errors/503.jinja", words), status=503)
    answer["Retry-After"] = str(int(DATABASE_COMES_BACK.total_seconds()))
    return answer


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """All that a form has sent, with its own token against foreign forms: sent again it is checked like the first time.

    Nothing where there was none, it cannot be read or a file came with it.
    """
    try:
        return [] if request.FILES else [(name, text) for name, texts in request.POST.lists() for text in texts]
    except (BadRequest, SuspiciousOperation, UnreadablePostError, MultiPartParserError):
        return []


class ErrorPages:
    """The middleware for answers that Django gives no page: a method not allowed, a refusal nobody showed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or response.content:
            return response
        instead = page(request, 405)
        instead["Allow"] = response["Allow"]
        return instead

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refusal):
            return page(request, 409, words=exception.words)
        return None
