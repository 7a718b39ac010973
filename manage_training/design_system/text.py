"""What people type, made ready to be kept and shown."""

import unicodedata


def visible(typed: str) -> str:
    """Text in one form: composed letters (NFC) without invisible ones (zero-width, soft hyphen, direction marks).

    They come along with pastes, and hide that two names are the same or pretend that two are.
    """
    return unicodedata.normalize("NFC", "".join(letter for letter in typed if unicodedata.category(letter) != "Cf"))


def one_line(text: str) -> str:
    """Visible text with single spaces between words and none at the ends."""
    return " ".join(text.split())


def lines(text: str) -> str:
    """Visible text of several lines, its line breaks as one "\\n" each and no spaces at their ends."""
    with_breaks = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "\n".join(line.rstrip() for line in with_breaks.split("\n")).strip()


def cannot_be_kept(text: str) -> bool:
    """Whether text has what no database or page can hold: NUL, another control character, half a surrogate pair."""
    return any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in text)


def as_typed(typed: str) -> str:
    """What somebody typed, to be shown to them again: all but what would break the page."""
    return "".join(letter for letter in typed if letter in "\r\n\t" or not cannot_be_kept(letter))
