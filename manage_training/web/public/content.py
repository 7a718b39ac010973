"""Pages that are only words: the start page, guidance, and the small print."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from manage_training.domain.accounts.privacy import current_notice
from manage_training.domain.clock import now
from manage_training.web.headers import public_page

# Address and title, in the order of the list that each of them ends with.
GUIDANCE = {
    "step-by-step": "Set up training step by step",
    "training-programmes": "Statutory changes and new training programmes",
    "appropriate-bodies": "Appropriate bodies",
    "after-registering": "What to do after you have registered",
    "changing-provider": "Changing your training provider",
    "finding-a-trn": "What to do if a teacher has no TRN",
}


def page(template: str) -> Callable[[HttpRequest], HttpResponse]:
    """A view of a page that is the same for everybody."""

    def show(request: HttpRequest) -> HttpResponse:
        return render(request, f"public/{template}.jinja")

    return public_page(show)


start = page("start")
accessibility = page("accessibility")
contact = page("contact")
glossary = page("glossary")


@public_page
def cookies(request: HttpRequest) -> HttpResponse:
    names = {"session_cookie": settings.SESSION_COOKIE_NAME, "csrf_cookie": settings.CSRF_COOKIE_NAME}
    return render(request, "public/cookies.jinja", names)


@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    """The newest version of the notice, also for who has not signed in."""
    notice = current_notice()
    if notice is None:
        raise Http404
    return render(request, "public/privacy.jinja", {"notice": notice})


@public_page
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness (RFC 9116). It is read from the running service, so it does not go stale."""
    expires = (now() + timedelta(days=90)).replace(microsecond=0)
    lines = [
        f"Contact: mailto:{settings.SUPPORT_EMAIL}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {settings.SERVICE_URL}{request.path}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public_page
def guidance(request: HttpRequest, slug: str) -> HttpResponse:
    if slug not in GUIDANCE:
        raise Http404
    pages = {"title": GUIDANCE[slug], "others": {key: title for key, title in GUIDANCE.items() if key != slug}}
    return render(request, f"public/guidance/{slug}.jinja", pages)
