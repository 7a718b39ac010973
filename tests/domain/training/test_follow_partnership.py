"""Rules T9 and B9: what becomes of people when another provider, or none, trains their school."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.accounts.models import Membership
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.models import Event
from manage_training.domain.messages.models import Message
from manage_training.domain.partnerships.models import EndedWhy, Partnership
from manage_training.domain.refusal import Refusal
from manage_training.domain.schools.models import School
from manage_training.domain.training.follow_partnership import continue_partnership, end_partnership
from manage_training.domain.training.models import Status, TrainingPeriod
from tests.factories.accounts import a_tutor, actor
from tests.factories.organisations import a_delivery_partner, a_lead_provider, an_agreement, some_materials
from tests.factories.partnerships import a_report
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school
from tests.factories.training import a_mentor, a_partnership, a_placement, an_ect, training_in
from tests.factories.years import a_year

pytestmark = pytest.mark.django_db

D = date(2022, 11, 14)
THE_COMMAND = Actor("command")


@pytest.fixture(autouse=True)
def on_14_november():
    with time_machine.travel("2022-11-14T10:00:00Z", tick=False):
        yield


@pytest.fixture
def acme() -> School:
    an_agreement(year=2022)
    return a_school_year(year=2022).school


@pytest.fixture
def hugo(acme: School) -> Membership:
    return a_tutor(at=acme, name="Hugo Furst")


def days(placement) -> list[tuple[date, date | None, int | None]]:
    """Each period in force: its days, and who trains."""
    periods = TrainingPeriod.objects.in_force().filter(placement=placement).order_by("starts_on")
    return [(each.starts_on, each.finishes_on, each.partnership_id) for each in periods]


def test_who_waits_goes_on_with_the_pair_that_is_reported(acme: School):
    leah, mona = (
        an_ect(at=acme, since=date(2022, 9, 1)),
        a_mentor(at=acme, since=date(2022, 9, 1), until=date(2023, 7, 1)),
    )
    new = a_report(acme)
    assert days(leah) == [(date(2022, 9, 1), date(2022, 11, 13), None), (D, None, new.pk)]
    assert days(mona) == [(date(2022, 9, 1), date(2022, 11, 13), None), (D, date(2023, 7, 1), new.pk)]


@pytest.mark.parametrize("since", [D, date(2023, 1, 5)])
def test_training_that_has_not_begun_is_voided_and_its_successor_takes_its_days(acme: School, since: date):
    leah = an_ect(at=acme, since=since)
    new = a_report(acme)
    assert days(leah) == [(since, None, new.pk)]
    assert TrainingPeriod.objects.filter(voided_at__isnull=False).count() == 1


def test_another_delivery_partner_takes_over_on_the_day(acme: School):
    leah = an_ect(at=acme, since=date(2022, 9, 1))
    with time_machine.travel("2022-10-01T10:00:00Z", tick=False):
        first = a_report(acme)
    second = a_report(acme, partner="Inspire Teaching School Hub")
    assert days(leah) == [
        (date(2022, 9, 1), date(2022, 9, 30), None),
        (date(2022, 10, 1), date(2022, 11, 13), first.pk),
        (D, None, second.pk),
    ]


def test_two_reports_on_one_day_leave_the_second(acme: School):
    leah = an_ect(at=acme, since=date(2022, 9, 1))
    a_report(acme)
    second = a_report(acme, partner="Inspire Teaching School Hub")
    assert days(leah) == [(date(2022, 9, 1), date(2022, 11, 13), None), (D, None, second.pk)]


def test_what_is_not_the_years_stays_as_it_is(acme: School):
    a_year(2021)
    earlier = an_ect(at=acme, since=date(2021, 9, 1))
    carrying = a_placement(at=acme, since=date(2022, 9, 1))
    training_in(carrying, lead_provider=a_lead_provider("Teach First"), delivery_partner=a_delivery_partner())
    over = a_placement(at=acme, since=date(2022, 9, 1), until=date(2022, 10, 1))
    training_in(over)
    withdrawn = a_placement(at=acme, since=date(2022, 9, 1))
    training_in(withdrawn, status=Status.WITHDRAWN, reason="left_teaching")
    elsewhere = an_ect(at=a_school(), since=date(2022, 9, 1))
    a_report(acme)
    for placement in (earlier, carrying, over, withdrawn, elsewhere):
        assert len(days(placement)) == 1


def test_who_is_paused_stays_paused(acme: School):
    leah = a_placement(at=acme, since=date(2022, 9, 1))
    training_in(leah, status=Status.PAUSED, reason="parental_leave", expected_return_on=date(2023, 3, 1))
    new = a_report(acme)
    successor = TrainingPeriod.objects.get(placement=leah, partnership=new)
    assert (successor.status, successor.expected_return_on) == (Status.PAUSED, date(2023, 3, 1))


def test_people_of_a_school_that_is_switched_from_its_own_programme_follow():
    an_agreement(year=2022)
    acme = a_school_year(programme=Programme.CORE_INDUCTION).school
    leah = a_placement(at=acme, since=date(2022, 9, 1))
    training_in(leah, programme=Programme.CORE_INDUCTION, materials=some_materials())
    alone = a_placement(at=acme, since=date(2022, 9, 1))  # who follows another programme than the school's
    training_in(alone, programme=Programme.DESIGN_OUR_OWN)
    new = a_report(acme)
    assert days(leah) == [(date(2022, 9, 1), date(2022, 11, 13), None), (D, None, new.pk)]
    successor = TrainingPeriod.objects.get(placement=leah, starts_on=D)
    assert (successor.programme, successor.materials) == (Programme.FULL_INDUCTION, None)
    assert len(days(alone)) == 1


def test_people_wait_when_the_school_goes_another_way_and_the_provider_is_told(acme: School, hugo: Membership):
    leah = an_ect(at=acme, since=date(2022, 9, 1))
    with time_machine.travel("2022-10-01T10:00:00Z", tick=False):
        there = a_report(acme)
    ended = end_partnership(there, why=EndedWhy.CHANGED, by=actor(hugo))
    assert (ended.ended_why, Partnership.objects.live().count()) == ("changed", 0)
    assert days(leah)[-1] == (D, None, None)
    told = Message.objects.get(kind="school_has_changed")
    assert (told.to, told.values["school_name"]) == ("schools@ambition.example", acme.name)
    assert Event.objects.get(kind="partnership_ended").details["why"] == "changed"
    with pytest.raises(Refusal, match="does not train"):
        end_partnership(there, why=EndedWhy.CHANGED, by=actor(hugo))


def test_a_school_continues_last_years_pair_and_who_waits_follows(acme: School, hugo: Membership):
    """Rule B10."""
    last = a_partnership(acme, year=2021)
    leah = an_ect(at=acme, since=date(2022, 9, 1))
    new = continue_partnership(acme, a_year(2022), last, by=actor(hugo))
    assert (new.origin, new.challenge_by, new.challenge_token_hash) == ("continued", None, None)
    assert (new.lead_provider, new.delivery_partner) == (last.lead_provider, last.delivery_partner)
    assert days(leah)[-1] == (D, None, new.pk)
    assert Event.objects.get(kind="partnership_continued").details["last"] == last.pk


def test_where_a_provider_was_faster_its_partnership_stays(acme: School, hugo: Membership):
    """Rule B10."""
    last, there = a_partnership(acme, year=2021), a_report(acme, partner="Inspire Teaching School Hub")
    assert continue_partnership(acme, a_year(2022), last, by=actor(hugo)) == there
    assert not Event.objects.filter(kind="partnership_continued").exists()


def test_a_pair_without_an_agreement_for_the_new_year_is_not_continued(acme: School, hugo: Membership):
    """Rule B10."""
    last = a_partnership(acme, year=2021, delivery_partner=a_delivery_partner("Gone Hub"))
    with pytest.raises(Refusal, match="Ambition Institute does not work with Gone Hub in 2022 to 2023"):
        continue_partnership(acme, a_year(2022), last, by=actor(hugo))


def test_many_people_cost_as_many_queries_as_few():
    an_agreement(year=2022)
    counts = []
    for number in (2, 5):
        school = a_school_year(year=2022).school
        for _ in range(number):
            an_ect(at=school, since=date(2022, 9, 1))
        with CaptureQueriesContext(connection) as asked:
            a_report(school)
        counts.append(len(asked))
    assert counts[0] == counts[1]
