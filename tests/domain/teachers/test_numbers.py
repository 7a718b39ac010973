"""Teacher reference and National Insurance numbers as people write them. Rule R1."""

import csv
from pathlib import Path

import pytest

from manage_training.domain.refusal import Refusal
from manage_training.domain.teachers.numbers import clean_national_insurance_number, clean_trn

CLEAN = {"trn": clean_trn, "nino": clean_national_insurance_number}
EDGE_CASES = Path(__file__).parents[4] / "shared" / "data" / "edge_cases.csv"


def edge_cases():
    if not EDGE_CASES.exists():
        return []
    with EDGE_CASES.open(newline="") as file:
        return [
            row for row in csv.DictReader(file) if row["field"] in CLEAN and (row["input"] or row["field"] == "trn")
        ]


@pytest.mark.parametrize(
    ("typed", "trn"),
    [
        ("1234567", "1234567"),
        (" 12 34 567 ", "1234567"),
        ("RP 99/12345", "9912345"),
        ("rp99/12345", "9912345"),
        ("12345", "0012345"),
        ("123456", "0123456"),
        ("TRN: 1234567".replace(":", ""), "1234567"),
    ],
)
def test_a_trn_is_understood_however_it_is_written(typed, trn):
    assert clean_trn(typed) == trn


@pytest.mark.parametrize(
    "typed", ["", "   ", "1234", "12345678", "ABCDEFG", "0000000", "12a4567", "1.23E+06", "١٢٣٤٥٦٧"]
)
def test_what_is_no_trn_is_refused_with_what_to_do(typed):
    with pytest.raises(Refusal, match="teacher reference number"):
        clean_trn(typed)


@pytest.mark.parametrize(("typed", "number"), [("ab 12 34 56 c", "AB123456C"), ("AB123456D", "AB123456D")])
def test_a_national_insurance_number_is_understood_however_it_is_written(typed, number):
    assert clean_national_insurance_number(typed) == number


@pytest.mark.parametrize("typed", ["", "AB12345", "BG123456A", "AB123456E", "DA123456A"])
def test_what_is_no_national_insurance_number_is_refused_with_what_to_do(typed):
    with pytest.raises(Refusal, match="National Insurance number"):
        clean_national_insurance_number(typed)


@pytest.mark.parametrize("case", edge_cases(), ids=lambda case: f"{case['field']} {case['why']}")
def test_the_known_edge_cases_come_out_as_expected(case):
    clean = CLEAN[case["field"]]
    if case["expected"] == "accepted":
        assert clean(case["input"]) == case["normalised"]
    else:
        with pytest.raises(Refusal):
            clean(case["input"])
