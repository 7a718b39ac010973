"""Links and codes that open something: made from a stored seed, known again by a keyed hash, never stored themselves.

Who reads the database (or a back-up, or a log) can use none of them: both need a key that only the running service has.
A key that is retired works on for what was made with it. Rule A17.
"""

import hmac
import secrets
from base64 import b32encode
from functools import cache
from hashlib import sha256

from django.conf import settings

ALPHABET = b"abcdefghijkmnpqrstuvwxyz23456789"  # 32, nothing that looks like something else when read aloud
OURS = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", ALPHABET)


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
    return b32encode(digest_of(f"token {purpose}", seed)[-25:])[::-1].translate(OURS).decode()


def code_of(seed: str, purpose: str) -> str:
    """The code of six digits that a seed stands for."""
    return f"{int.from_bytes(digest_of(f'code {purpose}', seed), 'big') % 1_000_000:06d}"


def digest_of(salt: str, seed: str) -> bytes:
    return mac(salted(salt, key_of(seed)), seed).digest()


def keyed_hashes(text: str) -> list[str]:
    """The hashes under which a token, code or address may be stored: with today's key first, then with retired keys."""
    return [mac(f"keyed hash {key}".encode(), text).hexdigest() for key in keys()]


def keys() -> list[str]:
    """Today's key, then the retired ones."""
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def keyed_hash(text: str) -> str:
    """The hash under which to store a token, code or address."""
    return mac(f"keyed hash {settings.SECRET_KEY}".encode(), text).hexdigest()


@cache
def salted(salt: str, key: str) -> bytes:
    """A key of its own for each use, as `django.utils.crypto.salted_hmac` makes it anew each time."""
    return sha256(f"{salt}{key}".encode()).digest()


def mac(key: bytes, text: str) -> hmac.HMAC:
    """The HMAC of a text."""
    mixed = mixed_in(key).copy()
    mixed.update(text.encode())
    return mixed


@cache
def mixed_in(key: bytes) -> hmac.HMAC:
    """An HMAC that waits for its text: mixing in the key takes as long as an address or a link does."""
    return hmac.new(key, digestmod=sha256)
