"""Rule M10: a school reads what has happened at it, in sentences, with the names of today."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.accounts.memberships import correct_tutor, make_tutor
from manage_training.domain.clock import now
from manage_training.domain.events.actor import THE_SERVICE, Actor
from manage_training.domain.events.models import Event
from manage_training.domain.events.record import record
from manage_training.domain.messages.deliver import deliver
from manage_training.domain.messages.models import Message
from manage_training.domain.messages.port import Because, PermanentFailure
from manage_training.domain.messages.send import send
from manage_training.web.school.sentences import SENTENCES, when
from tests.factories.accounts import a_tutor, actor, sign_in
from tests.factories.messages import Carrier
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school
from tests.factories.training import an_ect
from tests.factories.years import an_open_year

pytestmark = pytest.mark.django_db
SOURCE = Path(__file__).parents[3] / "manage_training"


@pytest.fixture
def hugo():
    return a_tutor(at=a_school("ACME Primary School"), name="Hugo Furst", email="hugo.furst@acme.example")


@pytest.fixture
def read(client: Client, hugo):
    """The page as Hugo reads it, at an address that may go on after the school's number."""
    sign_in(client, hugo)
    return lambda more="": client.get(f"/schools/{hugo.school.urn}/history/{more}")


def kinds_recorded() -> list[tuple[str, str]]:
    """The kind of every `record` in the service whose event a school may see, with the place where it stands."""
    found = []
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                of_a_school = node.func.id == "record" and any(keyword.arg == "school" for keyword in node.keywords)
                if of_a_school or (node.func.id == "record_all" and path.name != "record.py"):
                    found.append((f"{path.relative_to(SOURCE)}:{node.lineno}", start_of(node.args[0])))
    return found


def start_of(kind: ast.expr) -> str:
    """A kind, or where it ends in something known only at run time, what it begins with."""
    if isinstance(kind, ast.JoinedStr):
        kind = kind.values[0]
    assert isinstance(kind, ast.Constant), "the kind of an event stands where it is recorded"
    return kind.value


@pytest.mark.parametrize(("place", "kind"), [pytest.param(place, kind, id=place) for place, kind in kinds_recorded()])
def test_every_kind_of_event_has_a_sentence(place, kind):
    assert any(known == kind or (kind.endswith("_") and known.startswith(kind)) for known in SENTENCES)


def test_what_a_tutor_did_is_told_in_words(read, hugo):
    tess = make_tutor(hugo.school, "Tess Taylor", "tess@acme.example", by=actor(hugo))
    correct_tutor(tess, "Tess Tailor", "tess@acme.example", by=actor(hugo))
    text = read().text
    assert "Tess Tailor became induction tutor." in text  # the name of today, for a thing of yesterday
    assert text.index("Hugo Furst corrected the name or email address of Tess Tailor.") < text.index("became")


def test_another_schools_events_are_not_there(read):
    make_tutor(a_school("Beacon Academy"), "Rose River", "rose@beacon.example", by=THE_SERVICE)
    text = read().text
    assert "Rose River" not in text
    assert "Nothing has happened here yet." in text


def test_older_changes_are_on_further_pages(read, hugo):
    for _ in range(60):
        record("case_opened", about=hugo, by=Actor("user", hugo.user_id), school=hugo.school_id)
    seen, more = 0, ""
    while True:
        answer = read(more)
        seen += answer.text.count("Hugo Furst asked us for help.")
        if "Older changes" not in answer.text:
            break
        more = answer.text.partition('">Older changes')[0].rpartition('href="')[2]
    assert seen == 60
    assert "Newest changes" in answer.text


@pytest.mark.parametrize("before", ["abc", "-1", "9" * 30, "0", "\u00b2", "1; drop table", ""])
def test_an_odd_address_shows_a_page_all_the_same(read, before):
    assert read(f"?before={before}").status_code == 200


def test_an_event_whose_kind_has_no_sentence_is_still_a_line(read, hugo):
    record("something_new", about=hugo, by=actor(hugo), school=hugo.school_id)
    assert "Hugo Furst changed something." in read().text


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("visitor", "Somebody who was not signed in asked us for help."),
        ("invitation", "The school\u2019s contact asked us for help."),
        ("service", "The service asked us for help."),
        ("robot", "Somebody asked us for help."),
    ],
)
def test_whoever_is_no_user_has_a_name_too(read, hugo, kind, sentence):
    record("case_opened", about=hugo, by=Actor(kind, 1), school=hugo.school_id)
    assert sentence in read().text


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("joining", "joining"),
        ("paused", "paused"),
        ("not_eligible", "not eligible"),
        ("waiting_for_qts", "waiting for QTS"),
    ],
)
def test_a_state_is_said_without_the_day_or_reason_that_somebody_has(read, hugo, state, words):
    record("person_state_changed", about=hugo, by=Actor("service"), school=hugo.school_id, state=state)
    assert f"again: {words}." in read().text


def test_every_sentence_can_be_said(read, hugo):
    for kind in SENTENCES:
        Event.objects.create(
            kind=kind,
            actor_kind="user",
            actor_id=hugo.user_id,
            subject_kind="membership",
            subject_id=hugo.pk,
            school_id=hugo.school_id,
            details={
                "year": 2022,
                "answer": "not_known",
                "expects": "yes",
                "programme": "design_our_own",
                "role": "ect",
                "starts_on": "2022-09-01",
                "before": "2022-09-01",
                "mentor": 1,
                "state": "no_mentor",
                "lead_provider": 1,
                "delivery_partner": 1,
                "last_day": "2022-08-31",
                "last_day_before": "2022-09-30",
                "reason": "stays",
                "because": "mistake",
            },
            at=now(),
        )
    assert read().status_code == 200


def test_names_cost_one_query_for_each_sort_of_thing(read, hugo, django_assert_max_num_queries):
    for number in range(20):
        make_tutor(hugo.school, f"Tutor {number}", f"tutor.{number}@acme.example", by=actor(hugo))
    # Session, memberships with their privacy notice, events, their users, their memberships, what did not arrive.
    with django_assert_max_num_queries(6):
        read()


def test_an_email_that_could_not_be_delivered_is_said_with_what_to_do(read, hugo):
    """Fault F13, rule M7."""
    make_tutor(hugo.school, "Tess Taylor", "tess@acme.exampel", by=actor(hugo))
    message = Message.objects.get()
    deliver(message.pk, by=Carrier(PermanentFailure("The address was not accepted. Check it for mistakes.")))
    text = read().text
    assert "You are the induction tutor for ACME Primary School" in text
    assert "<strong>tess@acme.exampel</strong>" in text
    assert "The address was not accepted. Check it for mistakes." in text


def test_instants_are_told_as_a_clock_in_london_shows_them(time_machine):
    time_machine.move_to("2022-06-20 08:05:00+00:00", tick=False)
    assert when(now()) == "20 June 2022, 9:05am"
    assert when(now() + timedelta(hours=15)) == "21 June 2022, 12:05am"
    time_machine.move_to("2022-12-01 12:30:00+00:00", tick=False)
    assert when(now()) == "1 December 2022, 12:30pm"


def test_x1_markup_in_a_name_is_shown_literally(read, hugo):
    make_tutor(hugo.school, "<script>alert(1)</script>", "x@acme.example", by=actor(hugo))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; became induction tutor." in read().text


@pytest.fixture
def missed(hugo):
    """Have a message about Hugo's school fail for a reason."""

    def fail(to: str, because: Because) -> None:
        message = send(
            "you_are_no_longer_induction_tutor", to=to, key=to.partition("@")[0], school=hugo.school_id, **HIS
        )
        deliver(message.pk, by=Carrier(PermanentFailure("Something is so.", because)))

    return fail


HIS = {"school_name": "ACME Primary School", "tutor_name": "Hugo Furst"}


@pytest.mark.parametrize("because", [Because.ADDRESS, Because.MAILBOX])
def test_f14_an_address_that_does_not_work_can_be_corrected_from_here(read, hugo, missed, because):
    """Rule M11: that of somebody in training, and that of a tutor."""
    leah = an_ect(at=hugo.school)
    hugo.school.placements.update(email="leah@acme.example")
    missed("Leah@acme.example", because)
    missed("HUGO.furst@acme.example", because)
    missed("somebody.else@acme.example", because)
    text = read().text
    assert f'href="{reverse("school:change-person-email:start", args=[hugo.school.urn, leah.pk])}"' in text
    assert f'href="{reverse("school:change-tutor:start", args=[hugo.school.urn])}"' in text
    assert text.count("Change the email address of") == 2


def test_a_fault_of_ours_asks_nobody_to_correct_an_address(read, hugo, missed):
    missed("hugo.furst@acme.example", Because.OURS)
    text = read().text
    assert "Something is so." in text
    assert "Change the email address of" not in text


def test_f14_the_dashboard_says_that_an_email_did_not_arrive(client, hugo, read, missed):
    a_school_year(hugo.school, year=an_open_year().start, programme=Programme.CORE_INDUCTION)
    read()
    said = "Some emails about your school did not arrive."
    address = f"/schools/{hugo.school.urn}/"
    assert said not in client.get(address).text
    missed("leah@acme.example", Because.ADDRESS)
    assert said in client.get(address).text
    Message.objects.update(values={})  # after seven days
    assert said not in client.get(address).text
