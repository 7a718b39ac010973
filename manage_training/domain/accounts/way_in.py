"""The link of messages that are no key: it opens the sign-in page with the address filled in, and leads on from there.

Whoever holds one still has to receive a message at the address. The link names its person by a number and a hash, so no
address stands in a URL or in a log. Rule A7.
"""

from dataclasses import dataclass
from functools import cache
from typing import Protocol

from django.conf import settings
from django.core import signing

from manage_training.domain.accounts.models import User
from manage_training.domain.secrets import keyed_hash, keyed_hashes, mac, salted

SALT = "way in"


@dataclass(frozen=True)
class WayIn:
    email: str
    leads_to: str


class Somebody(Protocol):
    """A user, or what was read of one."""

    @property
    def pk(self) -> int: ...

    @property
    def email(self) -> str: ...


def way_in(user: Somebody, leads_to: str = "") -> str:
    """The path to put into a message to `user` as its link; `leads_to` is the page that the message is about.

    For example `send("you_are_induction_tutor", ..., way_in=way_in(user, f"/schools/{school.urn}/"))`.
    """
    signed = signer(settings.SECRET_KEY).sign_object([user.pk, known_as(user), leads_to])
    return f"/sign-in/?way_in={signed}"  # of letters, digits, "-", "_" and ":", which an address takes as they are


class Signer(signing.TimestampSigner):
    """Signs as `signing.dumps` does, and mixes key and salt once, not for each of 25,000 messages."""

    def signature(self, value: str, key: str | None = None) -> str:  # type: ignore[override]  # texts, never bytes
        return signing.b64_encode(mac(salted(f"{SALT}signer", key or self.key), value).digest()).decode()


@cache
def signer(key: str) -> Signer:
    return Signer(key=key, salt=SALT)


def read_way_in(signed: str) -> WayIn | None:
    """Whom a way in belongs to and where it leads, or None where we did not sign it or the address is another now."""
    try:
        pk, hashed, leads_to = signing.loads(signed, salt=SALT)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=pk).first()
    # Whoever holds a message to the old address is not told the new one.
    if user is None or hashed not in [known[:16] for known in keyed_hashes(user.email.lower())]:
        return WayIn("", leads_to)
    return WayIn(user.email, leads_to)


def known_as(user: Somebody) -> str:
    return keyed_hash(user.email.lower())[:16]
