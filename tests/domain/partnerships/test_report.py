"""Rules B4 to B8: a lead provider reports the schools it trains."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.cases.models import Case
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.models import Event
from manage_training.domain.invitations.models import Invitation
from manage_training.domain.messages.models import Message
from manage_training.domain.messages.write import write
from manage_training.domain.partnerships.deadline import challenge_by
from manage_training.domain.partnerships.models import EndedWhy, Partnership
from manage_training.domain.partnerships.report import Claim, report
from manage_training.domain.programmes.models import Expects, SchoolYear
from manage_training.domain.refusal import Refusal
from manage_training.domain.schools.models import School
from manage_training.domain.secrets import keyed_hash
from tests.factories.accounts import a_tutor
from tests.factories.invitations import an_invitation, token_in
from tests.factories.organisations import a_delivery_partner, a_lead_provider, an_agreement, an_appropriate_body
from tests.factories.programmes import a_school_year
from tests.factories.schools import (
    a_closed_school,
    a_school,
    a_school_that_is_not_eligible,
    an_independent_school,
)
from tests.factories.training import a_partnership
from tests.factories.years import a_year

pytestmark = pytest.mark.django_db

AMBITION = Actor("command")


@pytest.fixture(autouse=True)
def on_20_june():
    with time_machine.travel("2022-06-20T10:00:00Z", tick=False):
        yield


@pytest.fixture
def kings():
    return an_agreement(year=2022).delivery_partner


def reported(*schools: School, partner=None, provider=None, year: int = 2022):
    partner = partner or a_delivery_partner()
    claims = [
        Claim(each.urn if isinstance(each, School) else each, partner, line)
        for line, each in enumerate(schools, start=1)
    ]
    return report(provider or a_lead_provider(), a_year(year), claims, by=AMBITION)


def reasons(done) -> list[str]:
    return [refused.reason for refused in done.refused]


def test_each_school_gets_a_partnership_an_event_and_a_message(kings):
    acme, beacon = a_school("ACME Primary School"), a_school("Beacon Academy")
    for school in (acme, beacon):
        a_school_year(school)
    hugo = a_tutor(at=acme)
    done = reported(acme, beacon)
    assert done.refused == []
    made = Partnership.objects.live().get(school=acme)
    assert (made.origin, made.challenge_by) == ("reported", date(2022, 10, 31))
    event = Event.objects.get(kind="partnership_reported", school_id=acme.pk)
    assert event.details == {
        "year": 2022,
        "lead_provider": a_lead_provider().pk,
        "delivery_partner": kings.pk,
        "replaces": None,
    }
    told = write(Message.objects.get(school_id=acme.pk))
    assert told.to == hugo.user.email
    assert "Ambition Institute has told us" in told.body
    assert "by the end of 31 October 2022" in told.body
    assert not Event.objects.filter(kind="programme_switched").exists()


def test_the_message_carries_the_link_that_the_partnership_knows_again(kings):
    acme = a_school()
    for name in ("Hugo Furst", "Tess Taylor"):
        a_tutor(at=acme, name=name)
    (made,) = reported(acme).reported
    tokens = {token_in(message) for message in Message.objects.filter(kind="partnership_reported")}
    assert len(tokens) == 1  # one link for both
    assert keyed_hash(tokens.pop()) == made.partnership.challenge_token_hash


@pytest.mark.parametrize(
    ("school", "reason"),
    [
        (lambda: 999_999, "No school has the URN 999999"),
        (lambda: an_independent_school("Privet Hall"), "Privet Hall is not funded by DfE"),
        (lambda: a_closed_school("Old School"), "Old School cannot use this service"),
        (lambda: a_school_that_is_not_eligible("University"), "University cannot use this service"),
        (lambda: a_partnership(a_school("ACME")).school, "ACME is already confirmed with Kings College London"),
        (
            lambda: a_partnership(a_school("ACME"), lead_provider=a_lead_provider("Teach First")).school,
            "ACME is with another provider in 2022 to 2023",
        ),
        (
            lambda: a_partnership(a_school("ACME"), year=2021, lead_provider=a_lead_provider("Teach First")).school,
            "ACME was with another provider last year and has not said how",
        ),
    ],
    ids=["unknown", "not funded", "closed", "not eligible", "confirmed already", "with another", "may go on"],
)
def test_a_school_is_refused_with_its_reason_and_the_others_are_reported(kings, school, reason: str):
    good = a_school()
    done = reported(school(), good)
    assert [each.partnership.school for each in done.reported] == [good]
    (said,) = reasons(done)
    assert said.startswith(reason)


def test_of_several_reasons_the_first_counts(kings):
    """Closed, and with another provider: it is closed."""
    closed = a_closed_school("Old School")
    a_partnership(closed, lead_provider=a_lead_provider("Teach First"))
    independent = an_independent_school("Privet Hall", status=2)
    assert [said.split(" cannot")[0] for said in reasons(reported(closed, independent))] == [
        "Old School",
        "Privet Hall",
    ]


@pytest.mark.parametrize(
    ("answer", "good"),
    [
        ({}, True),
        ({"programme": None, "expects": Expects.NOT_KNOWN}, False),
        ({"programme": None, "expects": Expects.YES}, False),
        ({"programme": Programme.NO_EARLY_CAREER_TEACHERS}, True),
    ],
    ids=["chosen", "not known", "only yes", "no"],
)
def test_last_years_pair_is_presumed_to_go_on_until_the_school_says_how_it_trains(kings, answer, good: bool):
    acme = a_school()
    a_partnership(acme, year=2021, lead_provider=a_lead_provider("Teach First"))
    a_school_year(acme, **answer)
    assert bool(reported(acme).reported) is good


def test_last_years_own_provider_does_not_have_to_wait_for_the_school(kings):
    acme = a_school()
    a_partnership(acme, year=2021)
    assert len(reported(acme).reported) == 1


def test_a_provider_that_lost_the_school_last_year_does_not_count(kings):
    acme = a_school()
    lost = a_partnership(acme, year=2021, lead_provider=a_lead_provider("Teach First"))
    Partnership.objects.filter(pk=lost.pk).update(ended_at=lost.since, ended_why=EndedWhy.CHALLENGED)
    assert len(reported(acme).reported) == 1


def test_a_school_that_stands_there_twice_counts_once(kings):
    acme = a_school()
    done = reported(acme, acme)
    assert len(done.reported) == 1
    assert reasons(done) == [f"URN {acme.urn} is in line 1 already, which counts"]


def test_a_partner_without_an_agreement_is_refused(kings):
    (said,) = reasons(reported(a_school(), partner=a_delivery_partner("Somebody Else")))
    assert said == "Ambition Institute has no agreement with Somebody Else for 2022 to 2023. Ask DfE to add it"


def test_another_delivery_partner_makes_a_new_partnership_and_keeps_the_old_one(kings):
    acme = a_school()
    a_tutor(at=acme)
    (first,) = reported(acme).reported
    hub = an_agreement(delivery_partner="Inspire Teaching School Hub").delivery_partner
    (second,) = reported(acme, partner=hub).reported
    old = Partnership.objects.get(pk=first.partnership.pk)
    assert (old.delivery_partner, old.ended_why, old.replaced_by) == (kings, "replaced", second.partnership)
    assert Partnership.objects.live().get(school=acme).delivery_partner == hub
    assert Event.objects.filter(kind="partnership_reported").last().details["replaces"] == old.pk
    assert "Until now your delivery partner was Kings College London." in write(Message.objects.last()).body


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (None, "You had not told us how you run your training in 2022 to 2023. We have set it to: Use a"),
        ({"programme": None, "expects": Expects.NOT_KNOWN}, "You had not told us"),
        ({"programme": Programme.NO_EARLY_CAREER_TEACHERS}, "You had told us: We do not expect any early career"),
        ({"programme": Programme.CORE_INDUCTION}, "You had told us: Deliver your own programme using DfE accredited"),
        ({"programme": Programme.DESIGN_OUR_OWN}, "You had told us: Design and deliver your own programme"),
    ],
    ids=["no answer", "not known", "no", "materials", "own programme"],
)
def test_a_school_that_answered_otherwise_is_switched_and_told_so(kings, answer, said: str):
    acme, hub = a_school(), an_appropriate_body()
    a_tutor(at=acme)
    version = a_school_year(acme, appropriate_body=hub, **answer).version if answer else 0
    reported(acme)
    answers = SchoolYear.objects.get(school=acme)
    assert (answers.programme, answers.expects, answers.materials) == ("full_induction_programme", "yes", None)
    assert (answers.version, answers.appropriate_body) == (version + 1, hub if answer else None)
    told = write(Message.objects.get(kind="partnership_reported")).body
    assert said in told
    assert ("Your appropriate body for 2022 to 2023 is still missing" in told) == (not answer)
    assert "Add your ECTs and mentors when you know who they are." in told
    event = Event.objects.get(kind="programme_switched")
    assert (event.details["before"], event.school_id) == ((answer or {}).get("programme"), acme.pk)


def test_who_was_planned_to_train_the_school_is_answered_by_who_does(kings):
    acme = a_school_year(planned_lead_provider=a_lead_provider())
    reported(acme.school)
    acme.refresh_from_db()
    assert (acme.planned_lead_provider, acme.version) == (None, 1)


def test_a_school_without_a_tutor_is_told_by_its_contact_who_can_nominate_one(kings):
    acme, beacon = a_school(contact="office@acme.example"), a_school(contact="office@beacon.example")
    an_invitation(to=beacon)
    Message.objects.all().delete()
    reported(acme, beacon)
    told = {(message.kind, message.to) for message in Message.objects.all()}
    assert told == {
        ("partnership_reported_to_contact", "office@acme.example"),
        ("invitation_to_nominate", "office@acme.example"),
        ("partnership_reported_to_contact", "office@beacon.example"),  # whose earlier link still opens
    }
    assert Invitation.objects.get(school=acme).expires_on == date(2022, 7, 11)
    assert Event.objects.filter(kind="school_invited", school_id=acme.pk).count() == 1


def test_where_there_is_nobody_to_tell_dfe_is_asked_to_find_somebody(kings):
    acme = a_school("ACME Primary School")
    reported(acme)
    assert not Message.objects.exists()
    case = Case.objects.get()
    assert (case.kind, case.school) == ("nobody_to_tell_of_a_partnership", acme)


def test_a_year_that_has_not_opened_is_refused_as_a_whole():
    an_agreement(year=2023)
    with pytest.raises(Refusal, match="opens on 5 June 2023"):
        reported(a_school(), year=2023)


@pytest.mark.parametrize(
    ("on", "until"),
    [
        (date(2022, 6, 20), date(2022, 10, 31)),
        (date(2022, 10, 17), date(2022, 10, 31)),
        (date(2022, 10, 18), date(2022, 11, 1)),
        (date(2024, 2, 15), date(2024, 2, 29)),
    ],
)
def test_the_last_day_is_the_later_of_31_october_and_the_14th_day_after(on: date, until: date):
    assert challenge_by(a_year(2022), on) == until


def test_many_schools_cost_as_many_queries_as_few(kings):
    """Each sort of school twice, then four times."""

    def some(number: int) -> list[School]:
        new = [a_school(contact=f"office@{each}-{number}.example") for each in range(number)]
        with_tutors = [a_school_year(programme=Programme.DESIGN_OUR_OWN).school for _ in range(number)]
        for school in with_tutors:
            a_tutor(at=school)
        return [*new, *with_tutors]

    counts = []
    for number in (2, 4):
        schools = some(number)
        with CaptureQueriesContext(connection) as few:
            assert len(reported(*schools).reported) == 2 * number
        counts.append(len(few))
    assert counts[0] == counts[1]
