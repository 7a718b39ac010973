"""Rule M4: the addresses that GOV.UK Notify takes, and what a paste brings along."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manage_training.domain.messages.addresses import ASK, FORMAT, clean_address, same_address
from manage_training.domain.refusal import Refusal

EDGE_CASES = Path(__file__).parents[4] / "shared" / "data" / "edge_cases.csv"


def edge_cases() -> list[dict[str, str]]:
    """The rows about e-mail of the shared table, where that folder is there."""
    if not EDGE_CASES.exists():
        return []
    with EDGE_CASES.open(newline="", encoding="utf-8") as lines:
        return [row for row in csv.DictReader(lines) if row["field"] == "email"]


@pytest.mark.parametrize("row", [pytest.param(row, id=row["why"]) for row in edge_cases()])
def test_the_shared_table_of_edge_cases(row):
    if row["expected"] == "accepted":
        assert clean_address(row["input"]) == row["normalised"]
    else:
        with pytest.raises(Refusal):
            clean_address(row["input"])


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("hugo.furst@acme.example", "hugo.furst@acme.example"),
        ("hugo.furst@acme.example ", "hugo.furst@acme.example"),
        ("\u00a0hugo.furst@acme.example\u202f", "hugo.furst@acme.example"),
        ("hugo\u200b.furst@acme.example\ufeff", "hugo.furst@acme.example"),
        ("\u202ahugo.furst@acme.example\u202c", "hugo.furst@acme.example"),
        ("hugo.furst@acme.example\r\n", "hugo.furst@acme.example"),
        ("MAILTO:hugo.furst@acme.example", "hugo.furst@acme.example"),
        ("Furst, Hugo <hugo.furst@acme.example>", "hugo.furst@acme.example"),
        ("O'Brien@acme.example", "O'Brien@acme.example"),
        ("a.@b.sch.uk", "a.@b.sch.uk"),
        (".a@b.sch.uk", ".a@b.sch.uk"),
        ("a@school.test", "a@school.test"),
        ("zoe@büro.sch.uk", "zoe@xn--bro-hoa.sch.uk"),
    ],
)
def test_what_a_paste_brings_along_is_taken_off(typed, clean):
    assert clean_address(typed) == clean


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", ASK),
        (" \u200b\u00a0", ASK),
        ("hugo", FORMAT),
        ("josé@school.sch.uk", FORMAT),
        ("a@localhost", FORMAT),
        ("a@[127.0.0.1]", FORMAT),
        ("a@b.c", FORMAT),
        ("a@b_c.org", FORMAT),
        ("a@b.sch.u2", FORMAT),
        ("a\x00b@acme.example", FORMAT),
        ("a\ud800@acme.example", FORMAT),
        ("hugo@acme.example\r\nBcc: all@evil.example", FORMAT),  # I6
        ("hugo@acme.example\u2028Bcc: all@evil.example", FORMAT),
        ("a@" + "b." * 126 + "org", FORMAT),
        ("x" * 5000 + "@acme.example", "Email address must be 320 characters or fewer"),
        ("hugo@acme.example, tess@acme.example", "Enter one email address only"),
        ("hugo@acme.example;", "Enter an email address without “;” at the end, like name@example.com"),
        (
            "o\u2019brien@acme.example",
            "Enter an email address with a straight apostrophe (') in place of the curly one",
        ),
    ],
)
def test_what_cannot_be_written_to_is_refused_in_words(typed, words):
    with pytest.raises(Refusal) as refusal:
        clean_address(typed)
    assert refusal.value.words == words


@given(st.text(max_size=400))
def test_whatever_is_typed_is_either_one_line_of_ascii_or_refused(typed):
    try:
        address = clean_address(typed)
    except Refusal:
        return
    assert address.isascii()
    assert not set(address) & set(' \r\n\t,;<>"')
    assert clean_address(address) == address


def test_case_makes_no_difference_to_whom_an_address_belongs():
    assert same_address("Hugo.Furst@ACME.example", "hugo.furst@acme.example")
    assert not same_address("hugo.furst+ect@acme.example", "hugo.furst@acme.example")
