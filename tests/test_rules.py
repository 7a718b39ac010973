"""Every rule in docs/rules/ has a keeper in the code and a test, and none is named that is not written down."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.once
RULE = re.compile(r"^\*\*([A-Z]\d+)\. (.*?)(?=^\*\*[A-Z]\d+\. |^#|\Z)", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"\b[Rr]ules?\s+([A-Z]\d+(?:(?:,\s+|\s+and\s+|\s+to\s+)[A-Z]\d+)*)")  # "rules A1 to A3 and M2"
FILE = re.compile(r"`([\w/]+\.(?:py|jinja|csv))`")
DOCS, CODE, TESTS = (settings.ROOT / name for name in ("docs/rules", "manage_training", "tests"))


def written_down() -> list[tuple[str, str]]:
    return [found for file in sorted(DOCS.glob("*.md")) for found in RULE.findall(file.read_text())]


def ids(text: str) -> Iterator[str]:
    """The rules that a text names; "A1 to A3" names three."""
    for names in NAMED.findall(text):
        for first, last in re.findall(r"([A-Z]\d+)(?:\s+to\s+([A-Z]\d+))?", names):
            last = last or first
            yield from (f"{first[0]}{number}" for number in range(int(first[1:]), int(last[1:]) + 1))


def named_in(files: Iterable[Path]) -> set[str]:
    return {name for file in files for name in ids(file.read_text())}


def in_code() -> set[str]:
    return named_in([*CODE.rglob("*.py"), *CODE.rglob("*.jinja")])


def in_tests() -> set[str]:
    return named_in(file for file in TESTS.rglob("*.py") if file != Path(__file__))


def test_no_two_rules_have_one_id():
    assert [name for name, times in Counter(name for name, _ in written_down()).items() if times > 1] == []


def test_every_rule_says_its_kind_its_source_and_its_keeper():
    parts = ("Kind:", "Source:", "Kept by:")
    assert [name for name, text in written_down() if not all(part in text for part in parts)] == []


def test_every_file_that_keeps_a_rule_is_there():
    there = [str(file) for file in CODE.rglob("*.*")]
    kept_by = [
        (name, file) for name, text in written_down() for file in re.findall(r"`([\w/]+\.(?:py|jinja|csv))`", text)
    ]
    assert [(name, file) for name, file in kept_by if not any(path.endswith(f"/{file}") for path in there)] == []


def test_a_source_is_a_paper_that_a_reader_can_find():
    named = [(name, paper) for name, text in written_down() for paper in re.findall(r"`([\w./-]+\.(?:md|txt))`", text)]
    assert [(name, paper) for name, paper in named if not (settings.ROOT / paper).exists()] == []


def test_every_rule_is_named_by_the_code_that_keeps_it():
    assert sorted({name for name, _ in written_down()} - in_code()) == []


def test_every_rule_is_named_by_a_test():
    assert sorted({name for name, _ in written_down()} - in_tests()) == []


def test_no_rule_is_named_that_is_not_written_down():
    written = {name for name, _ in written_down()}
    topics = {name[0] for name in written}  # another letter counts something else, such as ways to abuse a page
    assert sorted(name for name in in_code() | in_tests() if name[0] in topics and name not in written) == []


def test_ranges_and_lists_of_rules_are_understood():
    assert list(ids("Rules A1 to A3, M2 and T7 say so.")) == ["A1", "A2", "A3", "M2", "T7"]
    assert list(ids("keeps it (rule\n    Y2)")) == ["Y2"]
