"""/demo/mailbox: every message that the service has sent, where a demo's people read theirs."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from manage_training.integrations.email.mailbox import Letter, from_settings

AT_MOST = 500


@dataclass(frozen=True)
class Line:
    text: str
    leads_to: str = ""


def show(request: HttpRequest) -> HttpResponse:
    return render(request, "demo/mailbox.jinja", {"letters": from_settings().newest_first(AT_MOST), "at_most": AT_MOST})


def letter(request: HttpRequest, name: str) -> HttpResponse:
    try:
        found = from_settings().read(name)
    except FileNotFoundError as missing:
        raise Http404 from missing
    return render(request, "demo/letter.jinja", {"letter": found, "paragraphs": paragraphs(found)})


def paragraphs(found: Letter) -> list[list[Line]]:
    """The text of a letter. Its one link works; an address that somebody typed into a name does not become one (X3).

    The link is followed at the host at which the demo was opened, whatever that calls itself.
    """
    here = found.link.removeprefix(settings.SERVICE_URL)
    return [
        [Line(line, leads_to=here if line == found.link else "") for line in paragraph.splitlines()]
        for paragraph in found.body.strip().split("\n\n")
    ]
