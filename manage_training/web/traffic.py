"""How many requests of any kind one session and one internet address may make. Rule A11.

Counted in each web process's own memory: it has to cost nothing, and a process more lets through a little more. What
has to hold exactly is counted in the database (domain/limits).
"""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from manage_training.domain.clock import now
from manage_training.domain.limits.allow import LimitReached, in_words
from manage_training.web.errors import page
from manage_training.web.security_log import note

WINDOW = timedelta(minutes=5)
NOT_COUNTED = {"/email-receipts/", "/live"}  # one carrier tells from few addresses about all messages of a campaign
REMEMBERED = 50_000  # keys; the one that has been quiet longest is forgotten first


class Traffic:
    """The middleware that counts, and shows whoever reached a limit, any limit, when to come back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.counts: OrderedDict[str, tuple[datetime, int]] = OrderedDict()
        self.lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path in NOT_COUNTED:
            return self.get_response(request)
        session = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        waits = [self.count(f"address {address_of(request)}", settings.REQUESTS_PER_ADDRESS)]
        if session:
            waits.append(self.count(f"session {session[:64]}", settings.REQUESTS_PER_SESSION))
        if wait := max(waits):
            return too_many(
                request, f"You have opened many pages in a short time. Try again in {in_words(wait)}.", wait
            )
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        return too_many(request, fault.words, fault.wait) if isinstance(fault, LimitReached) else None

    def count(self, key: str, limit: int) -> timedelta:
        """How long `key` has to wait; nothing where it need not."""
        at = now()
        with self.lock:
            began, used = self.counts.pop(key, (at, 0))
            if not timedelta(0) <= at - began < WINDOW:
                began, used = at, 0
            self.counts[key] = began, used + 1
            if len(self.counts) > REMEMBERED:
                self.counts.popitem(last=False)
        return began + WINDOW - at if used >= limit else timedelta(0)


def too_many(request: HttpRequest, words: str, wait: timedelta) -> HttpResponse:
    note("limit reached", request)
    response = page(request, 429, words=words)
    response["Retry-After"] = str(max(1, -(-wait // timedelta(seconds=1))))
    return response


def address_of(request: HttpRequest) -> str:
    """The internet address that asks; of IPv6 the network that one customer has.

    What a proxy says is believed only as far as there are proxies of ours: who asks can write into that header too.
    """
    hops = settings.TRUSTED_PROXIES
    said = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    text = said[-hops] if 0 < hops <= len(said) else request.META.get("REMOTE_ADDR", "")
    try:
        address = ip_address(text)
    except ValueError:
        return "unknown"
    return str(address if address.version == 4 else ip_network((address, 64), strict=False))
