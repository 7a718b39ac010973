"""Other programs show who they are by a token that we gave them."""

from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare


def has_token(request: HttpRequest, tokens: list[str]) -> bool:
    """Whether who asks bears one of `tokens`; how long that takes to find out says nothing about them."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    fitting = [constant_time_compare(token.strip(), each) for each in tokens]
    return scheme.lower() == "bearer" and any(fitting)


def refused() -> HttpResponse:
    return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
