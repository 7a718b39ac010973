"""Rule B14: a week after a report its school is reminded once."""

import pytest

from manage_training.domain.messages.models import Message
from manage_training.domain.messages.write import write
from manage_training.domain.partnerships import remind
from manage_training.domain.partnerships.remind import remind_schools
from manage_training.domain.partnerships.tasks import remind_of_reports
from manage_training.domain.training.follow_partnership import undo
from tests.factories.accounts import a_tutor, actor
from tests.factories.partnerships import a_challenge, a_report
from tests.factories.schools import a_school
from tests.factories.years import a_year

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2022-09-14T10:00:00+01:00", tick=False)
    a_year(2022)
    return time_machine


@pytest.fixture
def hugo():
    return a_tutor(at=a_school("ACME Primary School"), name="Hugo Furst")


def reminders() -> list[Message]:
    return list(Message.objects.filter(kind__startswith="partnership_reminder").order_by("pk"))


def test_every_tutor_is_reminded_once_after_a_week_and_not_before(hugo, clock):
    tess = a_tutor(at=hugo.school, name="Tess Taylor")
    a_report(hugo.school)
    clock.move_to("2022-09-21T09:59:59+01:00", tick=False)
    assert remind_schools() == 0
    clock.move_to("2022-09-21T10:00:00+01:00", tick=False)
    assert remind_of_reports(0) == 2
    assert remind_of_reports(0) == 0
    clock.move_to("2022-10-05T10:00:00+01:00", tick=False)
    a_tutor(at=hugo.school)
    assert remind_schools() == 0
    assert {message.to for message in reminders()} == {hugo.user.email, tess.user.email}
    text = write(reminders()[0])
    assert "by the end of 31 October 2022" in text.body
    assert "/sign-in/?way_in=" in text.link


def test_a_school_without_a_tutor_is_reminded_by_its_contact(clock, monkeypatch):
    monkeypatch.setattr(remind, "AT_ONCE", 1)
    a_report(a_school())  # has nobody to write to, and holds nobody up
    acme = a_report(a_school(contact="office@acme.example")).school
    clock.move_to("2022-09-30T10:00:00+01:00", tick=False)
    assert remind_schools() == 1
    (message,) = reminders()
    assert (message.to, message.seed) == ("office@acme.example", "")
    assert write(message).link.endswith(f"/find-your-school/{acme.urn}/")


def test_who_has_answered_or_cannot_any_more_is_not_reminded(hugo, clock):
    a_challenge(a_report(hugo.school))
    taken_back = a_tutor(at=a_school())
    undo(a_challenge(a_report(taken_back.school)), by=actor(taken_back))
    replaced = a_tutor(at=a_school())
    a_report(replaced.school)
    late = a_tutor(at=a_school())
    a_report(late.school)
    clock.move_to("2022-10-30T10:00:00+00:00", tick=False)
    a_report(replaced.school, partner="Inspire Teaching School Hub")
    clock.move_to("2022-11-01T10:00:00+00:00", tick=False)
    assert remind_schools() == 0
    clock.move_to("2022-11-06T10:00:00+00:00", tick=False)
    assert remind_schools() == 1
    assert reminders()[0].to == replaced.user.email
