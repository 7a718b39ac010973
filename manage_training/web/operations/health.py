"""Whether this process lives, and whether it is of use: asked every few seconds by whatever sends it requests. Rule O1.

Anybody may ask, so the answer is "ok" or "not ok" for each part and nothing more.
"""

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, JsonResponse

from manage_training.web.operations.vital_signs import database_answers, has_worker, is_migrated


def live(request: HttpRequest) -> HttpResponse:
    """This process answers. Nothing else is asked: one that is restarted brings no database back."""
    return HttpResponse("ok", content_type="text/plain")


def ready(request: HttpRequest) -> HttpResponse:
    """Whether pages can be served from here. Without a worker they can: messages wait, and who watches sees that."""
    signs = {"database": database_answers(), "migrations": False, "worker": False}
    if signs["database"]:
        try:
            signs |= {"migrations": is_migrated(), "worker": has_worker()}
        except (DatabaseError, InterfaceError):  # it went away meanwhile, or has no tables at all
            pass
    serves = signs["database"] and signs["migrations"]
    in_words = {part: "ok" if fine else "not ok" for part, fine in signs.items()}
    answer = JsonResponse({"ready": "ok" if serves else "not ok"} | in_words, status=200 if serves else 503)
    answer._has_been_logged = True  # type: ignore[attr-defined]  # Django's mark: it is no fault of a page
    return answer
