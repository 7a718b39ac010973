"""What somebody sent just after their session was over. It waits in their browser's session until they have signed in
again; then they send it themselves, as it was. Rule A18.
"""

from django.http import HttpRequest

from manage_training.web.errors import typed

UNSENT = "unsent"


def keep(request: HttpRequest) -> None:
    """Remember what a form has just sent. The form's own token goes: a new one is needed after signing in."""
    if fields := [(name, text) for name, text in typed(request) if name != "csrfmiddlewaretoken"]:
        request.session[UNSENT] = {"to": request.get_full_path(), "fields": fields}


def waits(request: HttpRequest) -> bool:
    return UNSENT in request.session


def forget_once_sent(request: HttpRequest) -> None:
    if waits(request) and request.session[UNSENT]["to"] == request.get_full_path():
        del request.session[UNSENT]
