"""Abuse case X2: what people typed stays text in a spreadsheet."""

import csv
from io import StringIO

import pytest

from manage_training.design_system.spreadsheet import as_csv


@pytest.mark.parametrize(
    "cell",
    [
        *("=1+1", "+44 20 7946 0000", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("http://x")'),
        *("\uff1d1", "\uff0b1", "\uff0d1", "\uff201"),  # in East Asian width
        *(" =1+1", "\u00a0=1+1", "  \t @SUM(A1)"),  # behind spaces, which some programs leave out
    ],
)
def test_x2_what_a_spreadsheet_would_work_out_has_an_apostrophe_before_it(cell):
    assert written(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell", ["Leah Morris", "O'Brien", "0012345", 'a "b"', "a,b", "a\nb", "Żółć", "", "née =", "a-b"]
)
def test_anything_else_stays_as_it_is(cell):
    assert written(cell) == cell


def written(cell: str) -> str:
    """A cell as a program reads it that is told to change nothing."""
    _, (read,) = csv.reader(StringIO("".join(as_csv(["Name"], [[cell]])).removeprefix("\ufeff"), newline=""))
    return read
