"""Whoever moves somebody locks both schools first, as whoever changes a school does, so that they meet there.

People are locked in the order of their ids, but what is in a placement locks it again at commit (rules T4 and T5). Two
that met at a placement only could each hold what the other needs, and the database would throw one of them out.
"""

import pytest

from manage_training.domain.events.actor import THE_SERVICE
from manage_training.domain.organisations.models import Agreement
from manage_training.domain.partnerships.report import Claim
from manage_training.domain.schools.models import School
from manage_training.domain.training.follow_partnership import report
from manage_training.domain.training.models import Placement, Role, TrainingPeriod
from manage_training.domain.training.undo_transfer import undo_transfer
from tests.factories.accounts import actor
from tests.factories.organisations import an_agreement
from tests.factories.training import a_mentorship, a_teacher
from tests.factories.transfers import AMBITION, TEACH_FIRST, a_school_with, a_tutor_at, in_training_at, moved
from tests.factories.years import every_year
from tests.races.at_once import waits_for

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def leah(time_machine) -> Placement:
    """An early career teacher of Beacon Academy, whose mentor was registered before her."""
    time_machine.move_to("2022-06-20T10:00:00+01:00", tick=False)
    every_year()
    beacon = a_school_with("Beacon Academy", TEACH_FIRST)
    ivan = in_training_at(beacon, a_teacher("Ivan Green"), role=Role.MENTOR)
    leah = in_training_at(beacon, a_teacher("Leah Morris"))
    a_mentorship(leah, ivan)
    return leah


@pytest.fixture
def acme(leah: Placement) -> School:
    acme = a_school_with("ACME Primary School", AMBITION)
    a_tutor_at(acme)
    return acme


@pytest.fixture
def newer() -> Agreement:
    """With whom the school's people go on, once it is reported."""
    return an_agreement(TEACH_FIRST[0], "EMTSH", year=2021)


def reported_anew(school: School, newer: Agreement) -> int:
    done = report(newer.lead_provider, newer.year, [Claim(school.urn, newer.delivery_partner)], by=THE_SERVICE)
    return len(done.reported)


def last_partner_of(placement: Placement) -> str:
    last = TrainingPeriod.objects.in_force().filter(placement=placement).latest("starts_on")
    assert last.partnership
    return str(last.partnership.delivery_partner)


def test_a_report_waits_for_the_transfer_away_from_its_school(leah: Placement, acme: School, newer: Agreement):
    by = actor(acme.memberships.get())
    assert waits_for(lambda: moved(leah, to=acme, by=by), lambda: reported_anew(leah.school, newer)) == 1
    leah.refresh_from_db()
    assert leah.finishes_on
    assert last_partner_of(leah) == "EMTSH"


def test_a_report_waits_for_a_transfer_away_from_its_school_to_be_undone(
    leah: Placement, acme: School, newer: Agreement
):
    by = actor(acme.memberships.get())
    done = moved(leah, to=acme, by=by)
    assert waits_for(lambda: undo_transfer(done, by=by), lambda: reported_anew(leah.school, newer)) == 1
    leah.refresh_from_db()
    assert leah.finishes_on is None
    assert last_partner_of(leah) == "EMTSH"
