"""Rule P12: a tutor sets up a year at the moment at which last year's provider reports the school for it."""

import pytest

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.accounts.models import Membership
from manage_training.domain.events.actor import Actor
from manage_training.domain.messages.models import Message
from manage_training.domain.partnerships.models import EndedWhy, Partnership
from manage_training.domain.partnerships.report import Claim
from manage_training.domain.programmes.models import Expects, SchoolYear
from manage_training.domain.training.follow_partnership import report
from manage_training.domain.training.plan import Plan
from manage_training.domain.training.set_up_year import Training, set_up_year
from tests.factories.accounts import a_tutor, actor
from tests.factories.organisations import a_lead_provider, an_agreement
from tests.factories.programmes import a_school_year
from tests.factories.training import a_partnership
from tests.factories.years import a_year, every_year
from tests.races.at_once import again_and_again, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def on_20_june_2022(time_machine):
    time_machine.move_to("2022-06-20T10:00:00+01:00", tick=False)


@pytest.fixture
def hugo() -> Membership:
    """Of a school that Ambition Institute trained last year with Kings College London, and may train again."""
    every_year()
    acme = a_school_year(year=2021).school
    a_partnership(acme, year=2021)
    an_agreement(year=2022)
    an_agreement("Ambition Institute", "EMTSH", year=2022)
    return a_tutor(at=acme)


def race_of(hugo: Membership, training: Training, partner: str) -> tuple[str, str]:
    """What came of the tutor's answer and of the report."""
    acme, ambition, year = hugo.school, a_lead_provider(), a_year(2022)
    assert acme
    claim = Claim(acme.urn, an_agreement("Ambition Institute", partner, year=2022).delivery_partner)

    def answers() -> str:
        return str(set_up_year(acme, year, Expects.YES, training, by=actor(hugo), seen=0).programme)

    def reports() -> str:
        done = report(ambition, year, [claim], by=Actor("command"))
        return "reported" if done.reported else done.refused[0].reason

    answered, reported = at_once(answers, reports)
    return answered, reported


def live() -> Partnership:
    return Partnership.objects.live().get(year=2022)


def told(kind: str) -> int:
    return Message.objects.filter(kind=kind).count()


@again_and_again
def test_who_stays_with_the_pair_is_set_up_with_it_whoever_is_first(race: int, hugo: Membership):
    answered, reported = race_of(hugo, Training(plan=Plan.SAME_PAIR), partner="Kings College London")
    assert answered == Programme.FULL_INDUCTION
    assert live().origin == ("reported" if reported == "reported" else "continued")
    assert reported == "reported" or "is already confirmed with Kings College London" in reported
    assert SchoolYear.objects.get(year=2022).answered_by == hugo.user_id
    assert told("training_submitted") == 1
    assert told("partnership_reported") == (reported == "reported")


@again_and_again
def test_who_goes_elsewhere_is_reported_all_the_same_and_both_are_told(race: int, hugo: Membership):
    answered, reported = race_of(hugo, Training(programme=Programme.DESIGN_OUR_OWN), partner="EMTSH")
    assert reported == "reported"
    assert str(live().delivery_partner) == "EMTSH"
    school_year = SchoolYear.objects.get(year=2022)
    assert school_year.programme == Programme.FULL_INDUCTION
    assert told("partnership_reported") == 1  # which says how to say that it is wrong
    if answered == Programme.DESIGN_OUR_OWN:  # the tutor was first, and the report switched the school
        assert (told("training_submitted"), told("school_has_changed")) == (1, 1)
    else:
        assert "Ambition Institute has told us that it trains" in answered
        assert (told("training_submitted"), told("school_has_changed")) == (0, 0)
    assert not Partnership.objects.filter(year=2022, ended_why=EndedWhy.CHANGED).exists()
