"""Links and codes that open something: made from a stored seed, known again by a keyed hash, never stored themselves.

Who reads the database (or a back-up, or a log) can use none of them: both need a key that only the running service has.
"""

import hmac
import secrets
from hashlib import sha256

from django.conf import settings
from django.utils.crypto import salted_hmac

ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # nothing that looks like something else when read aloud


def new_seed() -> str:
    """A random seed of 160 bits, to store beside the hash until the message that carries the token has gone."""
    return secrets.token_urlsafe(20)


def token_of(seed: str, purpose: str) -> str:
    """The token of 40 characters (200 bits) that a seed stands for; another purpose gives another token."""
    number = int.from_bytes(salted_hmac(f"token {purpose}", seed, algorithm="sha256").digest(), "big")
    letters = []
    for _ in range(40):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(letters)


def code_of(seed: str, purpose: str) -> str:
    """The code of six digits that a seed stands for."""
    number = int.from_bytes(salted_hmac(f"code {purpose}", seed, algorithm="sha256").digest(), "big")
    return f"{number % 1_000_000:06d}"


def keyed_hashes(text: str) -> list[str]:
    """The hashes under which a token, code or address may be stored: with today's key first, then with retired keys."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [hmac.new(f"keyed hash {key}".encode(), text.encode(), sha256).hexdigest() for key in keys]


def keyed_hash(text: str) -> str:
    """The hash under which to store a token, code or address."""
    return keyed_hashes(text)[0]
