"""A tutor's opening day, played against the pages in this process: the day itself is `make opening-day`."""

from contextlib import suppress
from datetime import date

import pytest
from django.test import Client

from manage_training.domain.academic_years.models import AcademicYear
from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.training.models import Placement
from manage_training.journeys.models import Draft
from tests.factories.accounts import a_privacy_notice, a_tutor
from tests.factories.messages import a_message, deliver_all
from tests.factories.organisations import an_appropriate_body
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school
from tests.factories.training import a_partnership
from tests.factories.years import every_year
from tests.opening_day.checking import what_is_lost, what_went_wrong_with_messages
from tests.opening_day.outside import new_numbers
from tests.opening_day.tutors import AwaitMessage, Told, Tutor, tutors_of
from tests.web.signing_in import newest_code

pytestmark = [pytest.mark.django_db, pytest.mark.once]

YEAR = 2026


@pytest.fixture(autouse=True)
def the_opening_day(time_machine, settings):
    time_machine.move_to("2026-06-01T09:00:00+01:00")
    settings.TEACHING_RECORDS = "tests.opening_day.outside.Records"
    settings.RECORDS_ANSWER_AFTER = 0


@pytest.fixture
def school(db):
    every_year()
    a_privacy_notice()
    school = a_school("ACME Primary School")
    a_school_year(school, year=YEAR - 1, appropriate_body=an_appropriate_body())
    for year in (YEAR - 1, YEAR):
        a_partnership(school, year=year)
    return school


@pytest.fixture
def hugo(school):
    """One who has done what one does on the day."""
    a_tutor(at=school)
    [hugo] = tutors_of(AcademicYear.objects.get(start=YEAR), 1, seed=1)
    played(hugo)
    return hugo


def played(tutor: Tutor) -> None:
    client, day = Client(), tutor.day()
    wants = next(day)
    with suppress(StopIteration):  # the end of the day
        while True:
            if isinstance(wants, AwaitMessage):
                wants = day.send(newest_code())
            elif wants.posted is None:
                wants = day.send(client.get(wants.url))
            else:
                wants = day.send(client.post(wants.url, wants.posted))


def test_a_tutor_signs_in_sets_up_the_year_adds_an_ect_and_looks_at_the_list(hugo, school):
    assert SchoolYear.objects.filter(school=school, year=YEAR).exists()
    [ect] = Placement.objects.all()
    assert (ect.school, ect.teacher.trn, ect.starts_on) == (school, next(new_numbers()), date(YEAR, 9, 1))
    assert hugo.told.signed_in
    assert hugo.told.set_up
    assert hugo.told.added
    assert what_is_lost([hugo.told], YEAR) == []


@pytest.mark.parametrize(
    ("lose", "said"),
    [
        (lambda told: setattr(told, "added", "9999999"), "added somebody, who is there 0 times"),
        (lambda told: setattr(told, "urn", 1), "set up its year, and it is not there"),
        (lambda told: setattr(told, "user", 0), "signed in, and no event says so"),
        (lambda told: Draft.objects.all().delete(), "is not there"),
        (lambda told: Draft.objects.update(submitted_at=None), "was submitted, and is not"),
        (lambda told: forget_answers(told), "has lost the answer to trn"),
    ],
)
def test_what_was_answered_for_and_is_lost_is_found(hugo, lose, said):
    lose(hugo.told)
    assert any(line.endswith(said) for line in what_is_lost([hugo.told], YEAR))


def forget_answers(told: Told) -> None:
    """As if they had not been submitted yet, and what was typed were gone."""
    told.submitted.clear()
    Draft.objects.update(submitted_at=None)


@pytest.mark.parametrize(("times", "wrong"), [(0, 1), (1, 0), (2, 1)])
def test_every_message_is_to_be_handed_over_once(times, wrong, school, tmp_path):
    message, ledger = a_message(), tmp_path / "ledger"
    deliver_all()
    ledger.write_text(f'{{"message": {message.pk}}}\n' * times)
    assert len(what_went_wrong_with_messages(message.created_at, ledger)) == wrong


def test_a_message_that_still_waits_is_found(school, tmp_path):
    message, ledger = a_message(), tmp_path / "ledger"
    ledger.write_text(f'{{"message": {message.pk}}}\n')
    assert len(what_went_wrong_with_messages(message.created_at, ledger)) == 1
