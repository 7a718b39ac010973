"""Which e-mail addresses we can write to: those that GOV.UK Notify takes, so that a slip is found while it is typed."""

import re
import unicodedata

from manage_training.domain.refusal import Refusal

LONGEST = 320
BEFORE_THE_AT = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+", re.IGNORECASE)
LABEL = re.compile(r"(xn|[a-z0-9]+)(-?-[a-z0-9]+)*", re.IGNORECASE)
LAST_LABEL = re.compile(r"[a-z]{2,63}|xn--([a-z0-9]+-)*[a-z0-9]+", re.IGNORECASE)
ADDRESS_BOOK = re.compile(r"[^<>]*<([^<>]*)>")  # Zoe Carter <zoe@example.org>

CURLY_APOSTROPHES = {"\u2018", "\u2019"}  # what a word processor makes of a straight one

ASK = "Enter an email address"
FORMAT = "Enter an email address in the correct format, like name@example.com"


def clean_address(text: str) -> str:
    """The address that somebody typed or pasted, ready to be written to.

    What a paste brings along is taken off: spaces of every kind, invisible characters, "mailto:", and the name and
    angle brackets of an address book. Letters keep their case; a domain with other letters takes its ASCII form.
    Raises `Refusal`, with words that say what to enter. Rule M4.
    """
    address = "".join(letter for letter in text if unicodedata.category(letter) != "Cf").strip()
    if not address:
        raise Refusal(ASK)
    if len(address.splitlines()) > 1:
        raise Refusal(FORMAT)
    if whole := ADDRESS_BOOK.fullmatch(address):
        address = whole[1].strip()
    if address[:7].lower() == "mailto:":
        address = address[7:].strip()
    if len(address) > LONGEST:
        raise Refusal(f"Email address must be {LONGEST} characters or fewer")
    if address.endswith((";", ",", ".", ":")):
        raise Refusal(f"Enter an email address without “{address[-1]}” at the end, like name@example.com")
    if address.count("@") > 1 and re.search(r"[\s,;/]", address):
        raise Refusal("Enter one email address only")
    name, at, domain = address.rpartition("@")
    if set(name) & CURLY_APOSTROPHES:
        raise Refusal("Enter an email address with a straight apostrophe (') in place of the curly one")
    domain = in_ascii(domain)
    if not (at and BEFORE_THE_AT.fullmatch(name) and ".." not in name and is_domain(domain)):
        raise Refusal(FORMAT)
    return f"{name}@{domain}"


def is_domain(domain: str) -> bool:
    """Whether mail can go there: at least two labels, none empty or too long, the last of letters."""
    labels = domain.split(".")
    return (
        len(domain) <= 253
        and len(labels) > 1
        and all(len(label) <= 63 and LABEL.fullmatch(label) for label in labels)
        and LAST_LABEL.fullmatch(labels[-1]) is not None
    )


def in_ascii(domain: str) -> str:
    """A domain as mail servers know it: xn--... where it has other letters; empty where it has no such form."""
    if domain.isascii():
        return domain
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def same_address(one: str, other: str) -> bool:
    """Whether two clean addresses are the same person's. Case makes no difference, as in `lower(email)`."""
    return one.lower() == other.lower()
