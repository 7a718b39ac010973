from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from manage_training.web.operations import request_id
from manage_training.web.security_log import note


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form that did not come from this browser's newest page. Abuse case E6.

    Most often somebody signed in again in another tab. Where the browser itself says that the form came from a page of
    ours, what was typed can be sent again; from anywhere else it is not offered, as somebody else may have typed it.
    """
    note("form refused", request)
    ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    typed = [(name, text) for name, texts in request.POST.lists() for text in texts if name != "csrfmiddlewaretoken"]
    page = {
        "typed": typed if ours and not request.FILES else [],
        "again": request.get_full_path(),
        "reference": request_id.current(),
    }
    return render(request, "public/csrf_refused.jinja", page, status=403)
