"""Rules B1, B4, B11, B12 and P8, where providers and a school act at the same moment: one state, and everybody told."""

import pytest

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.academic_years.years import year_of
from manage_training.domain.clock import today
from manage_training.domain.events.actor import THE_SERVICE
from manage_training.domain.messages.models import Message
from manage_training.domain.organisations.models import Agreement
from manage_training.domain.partnerships.models import Challenge, Partnership, Reason
from manage_training.domain.partnerships.report import Claim
from manage_training.domain.programmes.choose import choose
from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.schools.models import School
from manage_training.domain.training.follow_partnership import challenge, report, undo
from manage_training.domain.training.models import TrainingPeriod
from tests.factories.accounts import a_tutor, actor
from tests.factories.organisations import an_agreement
from tests.factories.partnerships import a_challenge, a_report
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school
from tests.factories.training import an_ect
from tests.factories.years import an_open_year
from tests.races.at_once import again_and_again, at_once, waits_for

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def year():
    return an_open_year()


@pytest.fixture
def acme(year) -> School:
    """A school that has chosen a provider, with a tutor and somebody in training, for whom it is to be confirmed."""
    acme = a_school("ACME Primary School")
    a_school_year(acme, year=year.start)
    a_tutor(at=acme, name="Hugo Furst")
    an_ect(at=acme, since=today())
    return acme


def pair(provider: str = "Ambition Institute", partner: str = "Kings College London") -> Agreement:
    return an_agreement(provider, partner, year=year_of(today()))


def reports(by: Agreement, *schools: School) -> str:
    """Report schools for a process, and say what came of it."""
    claims = [Claim(school.urn, by.delivery_partner) for school in schools]
    done = report(by.lead_provider, by.year, claims, by=THE_SERVICE)
    return "; ".join([f"{len(done.reported)} reported", *(each.reason for each in done.refused)])


def everybody_trains_with(live: Partnership | None) -> None:
    """The people of the year go on with who trains the school now, without a gap or two at once."""
    still = TrainingPeriod.objects.in_force().filter(finishes_on=None)
    assert [each.partnership for each in still] == [live]


@again_and_again
def test_of_two_providers_that_report_a_school_one_does_and_the_other_is_told(race: int, acme: School):
    ambition, teach_first = pair(), pair("Teach First")
    outcomes = at_once(lambda: reports(ambition, acme), lambda: reports(teach_first, acme))
    assert sorted(outcome.partition(";")[0] for outcome in outcomes) == ["0 reported", "1 reported"]
    (lost,) = [outcome for outcome in outcomes if outcome.startswith("0")]
    assert "ACME Primary School is with another provider" in lost
    live = Partnership.objects.get()
    told = Message.objects.get(kind="partnership_reported")
    assert told.values["provider_name"] == live.lead_provider.name
    everybody_trains_with(live)


def test_schools_are_locked_in_the_order_of_their_ids_whatever_that_of_the_file(acme: School):
    """So two reports of the same schools never wait for each other: what waits for the first holds none behind it."""
    last, ambition = a_school(), pair()
    done = waits_for(lambda: lock(acme), lambda: reports(ambition, last, acme), meanwhile=lambda: lock(last))
    assert done == "2 reported"


def lock(school: School) -> None:
    """Fails at once if somebody else holds it."""
    list(School.objects.select_for_update(no_key=True, nowait=True).filter(pk=school.pk))


@again_and_again
def test_a_challenge_against_a_newer_report_leaves_the_newer_one(race: int, acme: School):
    pair()
    first = a_report(acme, year=year_of(today()))
    newer = pair(partner="Inspire Teaching School Hub")
    said, done = at_once(
        lambda: str(challenge(first, Reason.MISTAKE, by=actor(acme.memberships.get())).reason),
        lambda: reports(newer, acme),
    )
    assert done == "1 reported"
    live = Partnership.objects.live().get()
    assert live.delivery_partner == newer.delivery_partner
    assert Message.objects.filter(kind="partnership_reported").count() == 2
    first.refresh_from_db()
    if said == Reason.MISTAKE:
        assert (first.ended_why, first.replaced_by) == ("challenged", None)
        assert Message.objects.filter(kind="partnership_challenged").count() == 1
    else:
        assert "use the link in our newer email" in said
        assert (first.ended_why, first.replaced_by) == ("replaced", live)
        assert not Challenge.objects.exists()
    everybody_trains_with(live)


@again_and_again
def test_of_two_who_call_a_report_wrong_one_is_told(race: int, acme: School):
    pair()
    there = a_report(acme, year=year_of(today()))
    outcomes = at_once(
        *[lambda reason=reason: str(challenge(there, reason, by=THE_SERVICE).reason) for reason in Reason][:2]
    )
    (won,) = [outcome for outcome in outcomes if outcome in Reason.values]
    (lost,) = [outcome for outcome in outcomes if outcome != won]
    assert "does not train ACME Primary School" in lost
    assert Challenge.objects.get().reason == won
    assert Message.objects.filter(kind="partnership_challenged").count() == 1
    everybody_trains_with(None)


@again_and_again
def test_a_tutor_who_answers_against_a_report_is_told_or_switched(race: int, year):
    acme = a_school("ACME Primary School")
    hugo, ambition = a_tutor(at=acme), pair()

    def answers() -> str:
        return str(choose(acme, year, programme=Programme.DESIGN_OUR_OWN, by=actor(hugo), seen=0).programme)

    said, done = at_once(answers, lambda: reports(ambition, acme))
    assert done == "1 reported"
    assert SchoolYear.objects.get().programme == Programme.FULL_INDUCTION
    told = Message.objects.get(kind="partnership_reported").values["what_changes"]
    if said == Programme.DESIGN_OUR_OWN:
        assert told.startswith("You had told us: Design and deliver your own programme")
        assert SchoolYear.objects.get().version == 2
    else:
        assert f"has changed the answers for {year} since you looked" in said
        assert told.startswith("You had not told us")


@again_and_again
def test_undo_against_another_provider_s_report_leaves_one_of_them(race: int, acme: School):
    pair()
    said = a_challenge(a_report(acme, year=year_of(today())))
    teach_first = pair("Teach First")
    undone, done = at_once(
        lambda: str(undo(said, by=actor(acme.memberships.get())).lead_provider), lambda: reports(teach_first, acme)
    )
    live = Partnership.objects.live().get()
    if undone == "Ambition Institute":
        assert "is with another provider" in done
    else:
        assert "Teach First has confirmed since" in undone
        assert done == "1 reported"
    assert live.lead_provider.name == ("Ambition Institute" if undone == "Ambition Institute" else "Teach First")
    everybody_trains_with(live)
