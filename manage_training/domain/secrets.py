"""Links and codes that open something: made from a stored seed, known again by a keyed hash, never stored themselves.

Who reads the database (or a back-up, or a log) can use none of them: both need a key that only the running service has.
A key that is retired works on for what was made with it. Rule A17.
"""

import hmac
import secrets
from functools import cache
from hashlib import sha256

from django.conf import settings
from django.utils.crypto import salted_hmac

ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # nothing that looks like something else when read aloud


def new_seed() -> str:
    """A random seed of 160 bits, to store beside the hash until the message that carries the token has gone.

    It begins with the mark of the key, so that a message which waits while the key changes still carries the token
    whose hash is stored.
    """
    return f"{mark_of(settings.SECRET_KEY)}.{secrets.token_urlsafe(20)}"


@cache
def mark_of(key: str) -> str:
    """By which a key is known again, and nothing else about it."""
    return hmac.new(f"mark {key}".encode(), b"", sha256).hexdigest()[:6]


def key_of(seed: str) -> str:
    """The key that a seed was made with; today's where that is retired for good, or the seed says nothing."""
    mark = seed.partition(".")[0]
    return next((key for key in keys() if mark_of(key) == mark), settings.SECRET_KEY)


def token_of(seed: str, purpose: str) -> str:
    """The token of 40 characters (200 bits) that a seed stands for; another purpose gives another token."""
    number = number_of(f"token {purpose}", seed)
    letters = []
    for _ in range(40):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(letters)


def code_of(seed: str, purpose: str) -> str:
    """The code of six digits that a seed stands for."""
    return f"{number_of(f'code {purpose}', seed) % 1_000_000:06d}"


def number_of(salt: str, seed: str) -> int:
    return int.from_bytes(salted_hmac(salt, seed, secret=key_of(seed), algorithm="sha256").digest(), "big")


def keyed_hashes(text: str) -> list[str]:
    """The hashes under which a token, code or address may be stored: with today's key first, then with retired keys."""
    return [hmac.new(f"keyed hash {key}".encode(), text.encode(), sha256).hexdigest() for key in keys()]


def keys() -> list[str]:
    """Today's key, then the retired ones."""
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def keyed_hash(text: str) -> str:
    """The hash under which to store a token, code or address."""
    return keyed_hashes(text)[0]
