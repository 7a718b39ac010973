"""The middleware that names, times and counts every request, and says one line about each. Rules O2 and O3."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from manage_training.web.operations import request_id
from manage_training.web.operations.metrics import REQUESTS, SECONDS

log = logging.getLogger("manage_training.requests")


class Observe:
    """Stands before all others, so that it sees what they answer too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        name = request_id.name_of(request)
        token, began = request_id.OURS.set(name), time.monotonic()
        try:
            response = self.get_response(request)
            self.note(request, response.status_code, time.monotonic() - began)
        finally:
            request_id.OURS.reset(token)
        response["X-Request-ID"] = name
        return response

    def note(self, request: HttpRequest, status: int, seconds: float) -> None:
        """A page goes by the name of its route: an address may hold a secret. Who asked is a number or nobody."""
        match, user = request.resolver_match, getattr(request, "user", None)
        route, method = (match.view_name if match else "none"), method_of(request)
        REQUESTS.labels(route, method, str(status)).inc()
        SECONDS.labels(route).observe(seconds)
        extra = {
            "route": route,
            "method": method,
            "status": status,
            "milliseconds": round(seconds * 1000, 1),
            "user": user.pk if user else None,
        }
        log.info("request", extra=extra)


def method_of(request: HttpRequest) -> str:
    """The method, where it is one: whoever asks can write anything there."""
    return request.method if request.method in {"GET", "HEAD", "POST", "OPTIONS"} else "other"
