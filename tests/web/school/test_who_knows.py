"""Rule V11: who knows what of a transfer, as docs/rules/transfers.md has it, on every page and message."""

import re
from datetime import date

import pytest
from django.conf import settings
from django.test import Client

from manage_training.domain.messages.models import Message
from manage_training.domain.messages.write import write
from manage_training.domain.training.models import Role
from manage_training.domain.training.undo_transfer import undo_transfer
from tests.factories.accounts import a_tutor, actor, sign_in
from tests.factories.training import a_mentor, a_mentorship, a_teacher
from tests.factories.transfers import AMBITION, SINCE, TEACH_FIRST, a_school_with, in_training_at, moved
from tests.factories.years import every_year

pytestmark = pytest.mark.django_db
TABLE = re.compile(r"^\| What \|(?P<heads>.*)\|\n\|[-|]+\|\n(?P<rows>(?:\|.*\|\n)+)", re.MULTILINE)
# What stands for each row of the table, wherever it is said.
WORDS = {
    "name of the teacher": "Leah Morris",
    "TRN": "9200001",
    "name of the school they leave": "Beacon Academy",
    "name of the school they join": "ACME Primary School",
    "address at the school they leave": "leah@beacon.example",
    "address at the school they join": "leah@acme.example",
    "tutor of the school they leave": "Tess Taylor",
    "tutor of the school they join": "Hugo Furst",
    "mentor at the school they leave": "Mona Lund",
    "mentor at the school they join": "Ruth Kaplan",
    "provider until then": "Teach First",
    "provider from then on": "Ambition Institute",
    "partner from then on": "Kings College London",
    "last day at the school they leave": "11 September 2022",
    "first day at the school they join": "12 September 2022",
}


def table() -> dict[str, dict[str, bool]]:
    """What each knows, by row: as the page of rules says it."""
    found = TABLE.search((settings.ROOT / "docs/rules/transfers.md").read_text())
    assert found
    heads = [head.strip() for head in found["heads"].split("|")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in found["rows"].splitlines()]
    return {row[0]: {head: {"yes": True, "no": False}[cell] for head, cell in zip(heads, row[1:], strict=True)}
            for row in rows}  # fmt: skip


@pytest.fixture(autouse=True)
def on_5_september_2022(time_machine):
    time_machine.move_to("2022-09-05T10:00:00+01:00", tick=False)
    every_year()


@pytest.fixture
def transferred():
    """Leah Morris leaves Beacon Academy on 11 September 2022 and joins ACME Primary School the day after."""
    beacon, acme = a_school_with("Beacon Academy", TEACH_FIRST), a_school_with("ACME Primary School", AMBITION)
    a_tutor(at=beacon, name="Tess Taylor", email="tess.tutor@beacon.example")
    hugo = a_tutor(at=acme, name="Hugo Furst", email="hugo.furst@acme.example")
    leah = in_training_at(beacon, a_teacher("Leah Morris", trn="9200001"), role=Role.ECT)
    leah.email = "leah@beacon.example"
    leah.save(update_fields=["email"])
    a_mentorship(leah, a_mentor(a_teacher("Mona Lund"), at=beacon, since=SINCE))
    ruth = a_mentor(a_teacher("Ruth Kaplan"), at=acme, since=SINCE)
    done = moved(leah, acme, starts_on=date(2022, 9, 12), mentor=ruth, by=actor(hugo))
    done.joined.email = "leah@acme.example"
    done.joined.save(update_fields=["email"])
    return done


def read_by(transferred) -> dict[str, str]:
    """All that each of the four can read: every page about their people, and every message to them."""
    sides = {"School they leave": transferred.left, "School they join": transferred.joined}
    providers = {"Old lead provider": "schools@teach.example", "New lead provider": "schools@ambition.example"}
    seen = {name: pages_of(placement) for name, placement in sides.items()}
    return seen | {name: letters_to(address) for name, address in providers.items()}


def pages_of(placement) -> str:
    tutor = placement.school.memberships.get()
    client = sign_in(Client(), tutor)
    at = f"/schools/{placement.school.urn}/"
    pages = [client.get(at + page) for page in ("people/", "history/", f"people/{placement.pk}/")]
    pages += [client.get(at + page) for page in ("", "years/2021/", "years/2021/dates.ics")]
    file = b"".join(client.get(at + "people.csv").streaming_content).decode()  # type: ignore[attr-defined]
    texts = [page.content.decode().replace("\r\n ", "") for page in pages if page.status_code == 200]
    return " ".join([*texts, file, letters_to(tutor.user.email)])


def letters_to(address: str) -> str:
    letters = [write(message) for message in Message.objects.filter(to=address)]
    return " ".join(f"{letter.subject} {letter.body}" for letter in letters)


def known(transferred) -> dict[str, dict[str, bool]]:
    read = read_by(transferred)
    return {what: {who: words in text for who, text in read.items()} for what, words in WORDS.items()}


@pytest.mark.parametrize("day", ["2022-09-05", "2022-09-12", "2022-09-20"])
def test_each_knows_what_the_table_says(transferred, day, time_machine):
    """Before the day, on it, and after the days in which something could still be corrected."""
    time_machine.move_to(f"{day}T11:00:00+01:00", tick=False)
    assert known(transferred) == table()


def test_once_it_is_undone_the_school_sees_them_no_more(transferred):
    joined = transferred.joined
    hugo = joined.school.memberships.get()
    undo_transfer(transferred, by=actor(hugo))
    client = sign_in(Client(), hugo)
    at = f"/schools/{joined.school.urn}/"
    assert client.get(f"{at}people/{joined.pk}/").status_code == 404
    assert "Leah Morris" not in client.get(f"{at}people/").text
    assert "undid the transfer of Leah Morris" in client.get(f"{at}history/").text
    for secret in ("ACME", "Hugo", "Ambition", "Ruth"):
        assert secret not in pages_of(transferred.left)
