"""Rule O2 and abuse cases P1, P2 and S7: whatever people do here, the log and the metrics name none of them."""

import json
import logging
from io import StringIO

import pytest
from django.test import Client
from django.urls import path
from prometheus_client import generate_latest

from manage_training.config import urls as ours
from manage_training.domain.messages.deliver import NotYet, deliver
from manage_training.domain.messages.models import Message, State
from manage_training.domain.messages.port import PermanentFailure, TemporaryFailure
from manage_training.serving.logs import Json
from manage_training.web.operations.metrics import ALONE
from manage_training.web.policy import ANYBODY, POLICY
from tests.factories.invitations import an_invitation, token_for
from tests.factories.messages import Carrier
from tests.factories.schools import a_school
from tests.journeys.browse import Browser
from tests.web.school.test_add_person import beacon, pages, tess  # noqa: F401 - fixtures are used by their names
from tests.web.school.test_states_through_pages import add
from tests.web.signing_in import ask, newest_code, newest_link

pytestmark = pytest.mark.django_db
PEOPLE = (
    "Tess",
    "Taylor",
    "Priya",
    "Sharma",
    "Robin",
    "Ellery",
    "Olive",
    "Field",
    "Nobody Known",
    "@",
    "oakfield.example",
)
NUMBERS = ("9100001", "9100014", "1999-04-12", "12/4/1999", "12 April", "(1999, ", "1999-05-17", "17 May")


@pytest.fixture(autouse=True)
def on_5_september_2022(time_machine):
    time_machine.move_to("2022-09-05T10:00:00+01:00", tick=False)


@pytest.fixture
def log():
    """Everything that production would log, and more: our own loggers down to the last word."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(Json())
    root, house = logging.getLogger(), logging.getLogger("manage_training")
    levels = {logger: logger.level for logger in (root, house, logging.getLogger("manage_training.requests"))}
    root.addHandler(handler)
    house.setLevel(logging.DEBUG)
    logging.getLogger("manage_training.requests").setLevel(logging.INFO)
    yield written
    root.removeHandler(handler)
    for logger, level in levels.items():
        logger.setLevel(level)


def told(log: StringIO, *more: str) -> list[str]:
    """The words about people that stand in the log or in the metrics; times of day are left out."""
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    said = json.dumps([{name: value for name, value in line.items() if name != "at"} for line in lines])
    text = said + generate_latest(ALONE).decode()
    return sorted({word for word in (*PEOPLE, *NUMBERS, *more) if word.lower() in text.lower()})


def secrets_in_messages() -> list[str]:
    """Every link and code that went out, and what they are made from."""
    found = []
    for message in Message.objects.all():
        found += [message.seed] if message.seed else []
    return found


def somebody_signs_in() -> list[str]:
    browser = Client()
    ask(browser, "tess.tutor@beacon.example")
    ask(browser, "nobody.known@oakfield.example")
    ask(browser, "tess.tutor@beacon.example")
    browser.post("/sign-in/code/", {"code": "000000"})
    link, code = newest_link(), newest_code()
    browser.get(link)
    browser.post(link)
    browser.post(link)
    browser.post("/sign-out/")
    return [link.strip("/").rpartition("/")[2], code]


def a_school_is_nominated_for() -> list[str]:
    token = token_for(an_invitation(to=a_school("Oakfield Primary School", contact="office@oakfield.example")))
    link = f"/invitations/{token}/"
    browser = Browser(f"{link}nominate/", client=Client())
    browser.get(link)
    browser.answer(expects="yes")
    browser.answer()
    browser.answer(full_name="Olive Field")
    browser.answer(email="olive.field@oakfield.example")
    browser.answer()
    assert "You have nominated an induction tutor" in browser.words
    return [token]


def the_worker_does_its_part() -> None:
    for pk in Message.objects.filter(state=State.QUEUED).values_list("pk", flat=True)[:3]:
        with pytest.raises(NotYet):
            deliver(pk, by=Carrier(TemporaryFailure("the mail server answered 451 to the recipient")))
        deliver(pk, by=Carrier(PermanentFailure("This address does not work.")))


def test_p1_whatever_people_do_the_log_names_none_of_them(log, pages, beacon, tess):  # noqa: F811
    secrets = somebody_signs_in() + a_school_is_nominated_for()
    add(pages, "9100001", (12, 4, 1999))
    add(pages, "9100014", (17, 5, 1999), name="Robin Ellery")
    pages.get(f"/schools/{beacon.urn}/people/?name=Sharma")
    assert "Priya Sharma" in pages.words
    pages.client.get("/schools/999999/people/")  # kept out, which is noted
    pages.client.post(f"/schools/{beacon.urn}/people/", {"name": "Priya Sharma"})
    secrets += secrets_in_messages()
    the_worker_does_its_part()
    assert log.getvalue().count('"event": "request"') > 40
    assert "sign in" in log.getvalue() or "refused" in log.getvalue()
    assert "is given up" in log.getvalue()
    assert told(log, *secrets) == []


@pytest.mark.parametrize("how", ["by its words", "as an argument", "as a fault of ours"])
def test_a_name_that_is_planted_is_found(log, how):
    logger = logging.getLogger("manage_training.domain.training")
    if how == "by its words":
        logger.warning("Priya Sharma has been added")
    elif how == "as an argument":
        logger.warning("%s has been added", "Priya Sharma")
    else:
        logger.error("added", extra={"route": "Priya Sharma"})
    assert told(log) == ["Priya", "Sharma"]


def break_down(request, number):
    name, born = "Priya Sharma", "12/4/1999"
    try:
        int(f"{name} {born}")
    except ValueError as fault:
        raise KeyError("priya@beacon.example") from fault


def too_long(request, number):
    a_school("Priya Sharma " * 100)


handler500 = ours.handler500
urlpatterns = [
    *ours.urlpatterns,
    path("break/<str:number>/", break_down, name="break"),
    path("too-long/<str:number>/", too_long, name="too-long"),
]


@pytest.mark.parametrize(
    ("route", "kinds"),
    [
        ("break", ["builtins.KeyError", "builtins.ValueError"]),
        ("too-long", ["django.db.utils.DataError", "psycopg.errors.StringDataRightTruncation"]),
    ],
)
def test_p2_a_fault_is_told_by_kind_and_place_and_leads_to_its_page(log, settings, monkeypatch, route, kinds):
    settings.ROOT_URLCONF = __name__
    monkeypatch.setitem(POLICY, route, ANYBODY)
    answer = Client(raise_request_exception=False).get(f"/{route}/9100001/")
    assert answer.status_code == 500
    line = next(line for line in map(json.loads, log.getvalue().splitlines()) if line["logger"] == "django.request")
    assert [fault["kind"] for fault in line["faults"]] == kinds
    assert any(place.startswith("tests/web/operations/test_logs") for place in line["faults"][0]["places"])
    assert line["event"] == f"Internal Server Error: GET /{route}/<str:number>/"
    assert line["request_id"] == answer["X-Request-ID"]
    assert f"<strong>{line['request_id']}</strong>" in answer.text
    assert told(log) == []
