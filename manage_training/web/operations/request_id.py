"""The name of a request: the same in every line of the log and on an error page, so that one leads to the other."""

import re
import secrets
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest

OURS = ContextVar("request_id", default="")
GOOD = re.compile(r"[A-Za-z0-9-]{8,64}")


def current() -> str:
    """That of the request which is being answered here; empty outside one."""
    return OURS.get()


def name_of(request: HttpRequest) -> str:
    """The name that a proxy of ours has given, else a new one: what anybody else writes there stays out of the log."""
    given = request.headers.get("X-Request-ID", "")
    return given if settings.TRUSTED_PROXIES and GOOD.fullmatch(given) else secrets.token_hex(8)
