"""The numbers a teacher is known by, however people write them. Source: the record service's API; rule R1."""

import re
import unicodedata

from manage_training.domain.refusal import Refusal

# Two letters, six digits and one letter; or a temporary number: two digits, a letter, five digits.
NATIONAL_INSURANCE = re.compile(
    r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][0-9]{6}[A-DFMU]|[0-9]{2}[A-Z][0-9]{5}"
)
SEPARATORS = re.compile(r"[\s\u200b\u2060\ufeff.:/'’\\_-]+|[\u2010-\u2015\u2212]")  # and a spreadsheet's apostrophe


def without_separators(text: str) -> str:
    """The letters and digits alone, in capitals; those of other widths as the plain ones they stand for."""
    return SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()


def clean_trn(text: str) -> str:
    """A teacher reference number (TRN) as seven digits, from "RP 99/12345", "12345", " 1 234 567 " and the like.

    Five or six digits get their leading zeros back. Raises `Refusal` that says what to enter.
    """
    kept = re.sub(r"^(TRN|RP)", "", without_separators(text))
    if not kept:
        raise Refusal("Enter the teacher reference number (TRN)")
    if not (kept.isascii() and kept.isdigit()):
        raise Refusal("The teacher reference number (TRN) must only have digits, like 1234567")
    if len(kept) < 5:
        raise Refusal("The teacher reference number (TRN) must have at least 5 digits")
    if len(kept) > 7:
        raise Refusal("The teacher reference number (TRN) must have 7 digits or fewer")
    if not int(kept):
        raise Refusal("Enter a teacher reference number (TRN) that is not only zeros")
    return kept.zfill(7)


def clean_national_insurance_number(text: str) -> str:
    """A National Insurance number without spaces and in capitals. Raises `Refusal` that says what to enter."""
    kept = without_separators(text)
    if not kept:
        raise Refusal("Enter the National Insurance number")
    if not NATIONAL_INSURANCE.fullmatch(kept):
        raise Refusal("Enter a National Insurance number in the correct format, like QQ 12 34 56 C")
    return kept
