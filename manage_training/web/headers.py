"""The headers of every answer: pages, redirects, errors and static files alike (OWASP ASVS 5.0, 3.2 to 3.5)."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

P = ParamSpec("P")
GetResponse = Callable[[HttpRequest], HttpResponseBase]

NOTHING_OF_THE_DEVICE = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer autoplay camera display-capture encrypted-media fullscreen geolocation gyroscope hid "
        "magnetometer microphone midi payment picture-in-picture publickey-credentials-get screen-wake-lock serial usb "
        "xr-spatial-tracking"
    ).split()
)


class Headers:
    """The outermost middleware, so that no other one answers without it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.policy = "; ".join(f"{name} {' '.join(sources)}".strip() for name, sources in settings.SECURE_CSP.items())

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method == "POST" and response.status_code == 302:
            response.status_code = 303  # after a POST comes a GET; 302 leaves that to the browser
        response["Content-Security-Policy"] = self.policy
        response["Permissions-Policy"] = NOTHING_OF_THE_DEVICE
        response["Cross-Origin-Opener-Policy"] = "same-origin"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["X-Content-Type-Options"] = "nosniff"
        response["X-Frame-Options"] = "DENY"
        response["Server"] = "web"  # else the web server gives its name
        if has_token(request):
            response["Referrer-Policy"] = "no-referrer"
        else:
            response.headers.setdefault("Referrer-Policy", "same-origin")
        if getattr(response, "is_public_page", False) and getattr(request, "user", None) is None:
            response.headers.setdefault("Cache-Control", "no-cache")
        else:
            response["X-Robots-Tag"] = "noindex"
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def has_token(request: HttpRequest) -> bool:
    """Whether the address opens something to whoever has it. It must not travel on to the next page's server."""
    match = request.resolver_match
    return match is not None and any("token" in name for name in match.kwargs)


class OwnForms:
    """The middleware before CSRF's that lets the forms of a page with a token through.

    As such a page sends no referrer, browsers send "Origin: null" with its own form, which Django refuses as foreign.
    They also say whether the form is the same site's, where the connection is trusted. The CSRF token is asked for all
    the same.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> None:
        says_nothing = request.META.get("HTTP_ORIGIN") == "null"
        if (
            says_nothing
            and has_token(request)
            and request.META.get("HTTP_SEC_FETCH_SITE", "same-origin") == "same-origin"
        ):
            request.META["HTTP_ORIGIN"] = f"{request.scheme}://{request.get_host()}"


def public_page(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Mark a view whose page search engines may list and caches may keep: the same words for everybody, no form."""

    @wraps(view)
    def marked(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(*args, **kwargs)
        response.is_public_page = True  # type: ignore[attr-defined]
        return response

    return marked
