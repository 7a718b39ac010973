"""Know a browser again on which nobody has signed in, so that a draft is its own."""

import secrets
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from manage_training.journeys.drafts import IDLE
from manage_training.journeys.opening import Owner

NEW_KEY = "manage_training.new_browser_key"  # of this request, until its answer takes the key along


def this_browser(request: HttpRequest) -> Owner:
    """The browser as an owner of drafts; one that was never here gets its key with the answer to this request."""
    key = request.get_signed_cookie(cookie_name(), default="", salt="browser") or request.META.get(NEW_KEY)
    if not key:
        key = request.META[NEW_KEY] = secrets.token_urlsafe(24)
    return Owner("browser", sha256(key.encode()).hexdigest())  # who reads the database cannot be this browser


def remember_browser(request: HttpRequest, response: HttpResponseBase) -> None:
    if key := request.META.get(NEW_KEY):
        response.set_signed_cookie(
            cookie_name(),
            key,
            salt="browser",
            max_age=IDLE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def cookie_name() -> str:
    return "__Host-browser" if settings.SESSION_COOKIE_SECURE else "browser"
