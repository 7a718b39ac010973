"""Where the e-mail carrier tells what became of a message. It waits 5 seconds for us. Rule M11; abuse case N1."""

import logging

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from manage_training.domain.messages.deliver import sender
from manage_training.domain.messages.port import SaysWhatBecame
from manage_training.domain.messages.receipts import take
from manage_training.web.operations.bearer import has_token, refused
from manage_training.web.security_log import note

LONGEST = 20_000  # bytes; a receipt has some hundred

log = logging.getLogger(__name__)


@csrf_exempt  # no browser asks, and no cookie is believed
def take_one(request: HttpRequest) -> HttpResponse:
    """204 for every receipt that is one of the carrier's, also for a message we do not know: it may be a smoke test."""
    carrier = sender()
    if not isinstance(carrier, SaysWhatBecame):
        raise Http404
    if not has_token(request, settings.NOTIFY_CALLBACK_TOKENS):
        note("email receipt refused", request)
        return refused()
    if not 0 < length_of(request) <= LONGEST:
        return HttpResponse(status=413)
    try:
        receipt = carrier.read_receipt(request.body)
    except ValueError:
        log.error("An email receipt was not as the carrier's contract says.")
        return HttpResponse(status=400)
    if not take(receipt):
        log.warning("An email receipt was about a message that is not ours.")
    return HttpResponse(status=204)


def length_of(request: HttpRequest) -> int:
    length = request.headers.get("Content-Length", "")
    return int(length) if length.isascii() and length.isdecimal() and len(length) < 10 else 0
