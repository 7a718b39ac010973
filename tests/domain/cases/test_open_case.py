import pytest

from manage_training.domain.cases.models import Case
from manage_training.domain.cases.open_case import open_case
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.models import Event
from tests.factories.schools import a_school

pytestmark = pytest.mark.django_db

A_VISITOR = Actor("visitor")


def test_a_case_keeps_what_was_written_and_where_to_answer():
    hilltop = a_school("Hilltop School")
    case = open_case("no_contact", school=hilltop, words="Who are we?", reply_to="head@hilltop.example", by=A_VISITOR)
    assert Case.objects.get(closed_at=None, school=hilltop) == case
    assert (case.words, case.reply_to) == ("Who are we?", "head@hilltop.example")


def test_the_event_of_a_case_holds_no_words_and_no_address():
    open_case("no_contact", school=a_school(), words="Who are we?", reply_to="head@hilltop.example", by=A_VISITOR)
    event = Event.objects.get()
    assert (event.kind, event.details) == ("case_opened", {"kind_of_case": "no_contact"})


def test_a_case_need_not_be_about_a_school():
    assert open_case("question", school=None, words="", reply_to="", by=A_VISITOR).school is None
