"""The table of ways to abuse the service, docs/security.md, and the tests named after them say the same."""

import re
from functools import cache

import pytest
from django.conf import settings

pytestmark = pytest.mark.once
TESTS = settings.ROOT / "tests"
# How many cases there are of each group; a number that is missing in the table has been forgotten there.
CASES = {"S": 12, "E": 7, "I": 8, "O": 12, "W": 12, "M": 6, "X": 8, "U": 9, "P": 5, "N": 7}
ROW = re.compile(r"^\| ([A-Z]\d+) \|(.*)\|(.*)\|(.*)\|$", re.MULTILINE)
NAMED = re.compile(r"def test_((?:[seiowmxupn]\d+_)+)")


@cache
def table() -> dict[str, tuple[str, list[str]]]:
    """What happens in each case, and the files whose tests try it."""
    rows = ROW.findall((settings.ROOT / "docs/security.md").read_text())
    assert len({case for case, *_ in rows}) == len(rows)
    return {case: (result.strip(), re.findall(r"`([\w/]+\.py)`", files)) for case, _, result, files in rows}


@cache
def tried() -> dict[str, set[str]]:
    """The files that have a test named after a case, by case."""
    found: dict[str, set[str]] = {}
    for file in TESTS.rglob("test_*.py"):
        for cases in NAMED.findall(file.read_text()):
            for case in cases.strip("_").upper().split("_"):
                found.setdefault(case, set()).add(str(file.relative_to(TESTS)))
    return found


def test_every_case_is_in_the_table():
    assert list(table()) == [f"{group}{number + 1}" for group, many in CASES.items() for number in range(many)]


def test_a_case_is_tried_where_the_table_says():
    assert [
        (case, file) for case, (_, files) in table().items() for file in files if file not in tried().get(case, ())
    ] == []


def test_a_case_that_no_test_tries_needs_what_is_not_there():
    assert [case for case, (result, files) in table().items() if bool(files) == result.startswith("Not there: ")] == []


def test_a_case_that_somebody_tries_is_not_said_to_be_out_of_reach():
    assert [case for case, (_, files) in table().items() if case in tried() and not files] == []


def test_no_test_is_named_after_a_case_that_there_is_not():
    assert sorted(tried().keys() - table().keys()) == []


def test_a_test_of_several_cases_counts_for_each():
    assert NAMED.findall("def test_x4_x7_no_search_breaks_the_page") == ["x4_x7_"]
