"""Rules P9 and P8: a school changes which appropriate body it has appointed for a year."""

from datetime import date

import pytest
import time_machine

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.events.models import Event
from manage_training.domain.messages.models import Message
from manage_training.domain.organisations.models import AppropriateBody
from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.refusal import Refusal
from manage_training.domain.training.change_appropriate_body import change_appropriate_body
from manage_training.domain.training.models import Role
from tests.factories.accounts import a_tutor, actor
from tests.factories.organisations import an_appropriate_body
from tests.factories.programmes import a_school_year
from tests.factories.training import a_mentor, a_placement, training_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_14_november():
    with time_machine.travel("2022-11-14T10:00:00Z", tick=False):
        yield


@pytest.fixture
def old() -> AppropriateBody:
    return an_appropriate_body("Ashcombe Teaching School Hub")


@pytest.fixture
def new() -> AppropriateBody:
    return an_appropriate_body("Marlpit Teaching School Hub")


@pytest.fixture
def acme(old: AppropriateBody) -> SchoolYear:
    return a_school_year(year=2022, appropriate_body=old)


def test_it_changes_with_an_event_and_a_message(acme: SchoolYear, old: AppropriateBody, new: AppropriateBody):
    hugo = a_tutor(at=acme.school, email="hugo.furst@acme.example")
    changed = change_appropriate_body(acme, new, by=actor(hugo), seen=1)
    assert (changed.appropriate_body, changed.version) == (new, 2)
    event = Event.objects.get(kind="appropriate_body_changed")
    assert event.details == {"year": 2022, "before": old.pk, "appropriate_body": new.pk}
    message = Message.objects.get(kind="appropriate_body_changed")
    assert (message.to, message.values["body_name"]) == ("hugo.furst@acme.example", "Marlpit Teaching School Hub")


def test_the_years_ects_with_the_schools_body_follow_and_one_with_another_keeps_it(
    acme: SchoolYear, old: AppropriateBody, new: AppropriateBody
):
    other = an_appropriate_body("Whitestone Teaching School Hub")
    follows, keeps = a_placement(at=acme.school), a_placement(at=acme.school)
    training_in(follows, appropriate_body=old)
    training_in(keeps, appropriate_body=other)
    change_appropriate_body(acme, new, by=actor(a_tutor(at=acme.school)))
    before, after = follows.training.in_force().order_by("starts_on")
    assert (before.appropriate_body, before.finishes_on) == (old, date(2022, 11, 13))
    assert (after.appropriate_body, after.starts_on) == (new, date(2022, 11, 14))
    assert keeps.training.get().appropriate_body == other


def test_a_body_that_is_appointed_later_reaches_those_who_had_none(new: AppropriateBody):
    acme = a_school_year(year=2022)
    leah, ivan = a_placement(at=acme.school), a_mentor(at=acme.school)
    training_in(leah)
    change_appropriate_body(acme, new, by=actor(a_tutor(at=acme.school)))
    assert leah.training.latest("starts_on").appropriate_body == new
    assert ivan.role == Role.MENTOR
    assert ivan.training.get().appropriate_body is None


def test_people_of_earlier_years_keep_theirs(acme: SchoolYear, old: AppropriateBody, new: AppropriateBody):
    earlier = a_placement(at=acme.school, since=date(2021, 9, 1))
    training_in(earlier, appropriate_body=old)
    change_appropriate_body(acme, new, by=actor(a_tutor(at=acme.school)))
    assert earlier.training.get().appropriate_body == old


def test_a_body_can_be_taken_back(acme: SchoolYear):
    changed = change_appropriate_body(acme, None, by=actor(a_tutor(at=acme.school)))
    assert changed.appropriate_body is None
    assert Message.objects.get(kind="appropriate_body_changed").values["body_name"] == "not appointed yet"


def test_the_same_again_changes_nothing(acme: SchoolYear, old: AppropriateBody):
    assert change_appropriate_body(acme, old, by=actor(a_tutor(at=acme.school))).version == 1
    assert not Event.objects.filter(kind="appropriate_body_changed").exists()


def test_a_body_that_has_left_the_role_is_refused(acme: SchoolYear):
    council = an_appropriate_body("The Council", last_year=2021)
    with pytest.raises(Refusal, match="The Council does not take on new teachers"):
        change_appropriate_body(acme, council, by=actor(a_tutor(at=acme.school)))


def test_a_school_without_early_career_teachers_needs_none(new: AppropriateBody):
    nobody = a_school_year(programme=Programme.NO_EARLY_CAREER_TEACHERS)
    with pytest.raises(Refusal, match="it needs no appropriate body yet"):
        change_appropriate_body(nobody, new, by=actor(a_tutor(at=nobody.school)))


def test_who_changes_on_top_of_a_newer_answer_is_told_it(acme: SchoolYear, new: AppropriateBody):
    hugo = a_tutor(at=acme.school, name="Hugo Furst")
    change_appropriate_body(acme, new, by=actor(hugo), seen=1)
    with pytest.raises(Refusal, match=r"Hugo Furst .* appropriate body, Marlpit Teaching School Hub"):
        change_appropriate_body(acme, None, by=actor(hugo), seen=1)
