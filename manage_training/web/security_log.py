import logging

from django.http import HttpRequest

security = logging.getLogger("manage_training.security")


def note(what: str, request: HttpRequest) -> None:
    """Write down that somebody was kept out, with the route and the number of the person, nothing more about them."""
    match, user = request.resolver_match, getattr(request, "user", None)
    security.warning("%s route=%s user=%s", what, match.view_name if match else None, user.pk if user else None)
