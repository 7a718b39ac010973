"""Rules P10, P11 and P12: a school that has been here before sets up a new year."""

from datetime import date

import pytest

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.accounts.models import Membership
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.models import Event
from manage_training.domain.messages.models import Message
from manage_training.domain.organisations.models import AppropriateBody
from manage_training.domain.partnerships.live import live_partnership
from manage_training.domain.partnerships.models import EndedWhy, Origin
from manage_training.domain.partnerships.report import Claim
from manage_training.domain.programmes.answer import expect_teachers
from manage_training.domain.programmes.models import Expects, SchoolYear
from manage_training.domain.refusal import Refusal
from manage_training.domain.schools.models import School
from manage_training.domain.training.follow_partnership import report
from manage_training.domain.training.last_time import last_time
from manage_training.domain.training.plan import Plan
from manage_training.domain.training.set_up_year import Training, set_up_year
from tests.factories.accounts import a_tutor, actor
from tests.factories.organisations import (
    a_delivery_partner,
    a_lead_provider,
    an_agreement,
    an_appropriate_body,
    some_materials,
)
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school, an_independent_school
from tests.factories.training import a_partnership, an_ect
from tests.factories.years import a_year, every_year

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_20_june_2022(time_machine):
    time_machine.move_to("2022-06-20T10:00:00+01:00", tick=False)


@pytest.fixture
def hub() -> AppropriateBody:
    return an_appropriate_body()


@pytest.fixture
def acme(hub: AppropriateBody) -> School:
    """Trained by Ambition Institute with Kings College London last year, who work together in the new one too."""
    every_year()
    school = a_school("ACME Primary School")
    a_school_year(school, year=2021, appropriate_body=hub)
    a_partnership(school, year=2021)
    an_agreement(year=2022)
    return school


@pytest.fixture
def hugo(acme: School) -> Actor:
    return actor(tutor_of(acme))


def tutor_of(school: School) -> Membership:
    return a_tutor(at=school, name="Hugo Furst", email="hugo.furst@acme.example")


def set_up(school: School, by: Actor, expects: Expects = Expects.YES, **training: object) -> SchoolYear:
    how = Training(**training) if training else None  # type: ignore[arg-type]
    return set_up_year(school, a_year(2022), expects, how, by=by, seen=0)


def told() -> list[str]:
    """What the provider of last year was told."""
    return [str(each.values["what_changes"]) for each in Message.objects.filter(kind="school_has_changed")]


def ambition_reports(school: School, partner: str = "Kings College London") -> None:
    an_agreement("Ambition Institute", partner, year=2022)
    claims = [Claim(school.urn, a_delivery_partner(partner))]
    done = report(a_lead_provider(), a_year(2022), claims, by=Actor("command"))
    assert done.reported


def test_last_years_pair_goes_on_in_one_step(acme: School, hugo: Actor, hub: AppropriateBody):
    leah = an_ect(at=acme, since=date(2021, 9, 1))
    answered = set_up(acme, hugo, plan=Plan.SAME_PAIR, appropriate_body=hub)
    live = live_partnership(acme, answered.year)
    assert live
    assert (str(live.lead_provider), str(live.delivery_partner)) == ("Ambition Institute", "Kings College London")
    assert live.origin == Origin.CONTINUED
    assert (answered.programme, answered.expects, answered.appropriate_body) == ("full_induction_programme", "yes", hub)
    assert [*Event.objects.order_by("pk").values_list("kind", flat=True)] == [
        "partnership_continued",
        "programme_chosen",
    ]
    submitted = Message.objects.get(kind="training_submitted")
    trained_by = "Use a training provider, funded by the DfE: Ambition Institute with Kings College London"
    assert submitted.values["programme_name"] == trained_by
    assert submitted.values["next_steps"] == [
        "tell us each ECT and mentor's name and email address as soon as possible"
    ]
    assert told() == []
    assert leah.training.get().year_id == 2021  # people in training stay with their year


@pytest.mark.parametrize(
    ("training", "programme", "words"),
    [
        ({"plan": Plan.OTHER_PROVIDER}, "full_induction_programme", "It will use another lead provider."),
        ({"plan": Plan.OTHER_PARTNER}, "full_induction_programme", "It stays with you and changes its delivery"),
        ({"programme": Programme.DESIGN_OUR_OWN}, "design_our_own", "It will not use a lead provider. Its programme"),
    ],
)
def test_who_trained_it_last_is_told_what_changes(acme: School, hugo: Actor, training, programme, words):
    answered = set_up(acme, hugo, **training)
    assert answered.programme == programme
    assert live_partnership(acme, answered.year) is None
    assert (answered.planned_lead_provider is not None) == (training.get("plan") == Plan.OTHER_PARTNER)
    (said,) = told()
    assert said.startswith(words)
    assert Message.objects.get(kind="school_has_changed").to == "schools@ambition.example"


def test_materials_are_chosen_with_it(acme: School, hugo: Actor):
    answered = set_up(acme, hugo, programme=Programme.CORE_INDUCTION, materials=some_materials())
    assert answered.materials == some_materials()
    with pytest.raises(Refusal, match="which accredited materials"):
        set_up(a_school_of_last_year(), hugo, programme=Programme.CORE_INDUCTION)


def a_school_of_last_year() -> School:
    return a_school_year(year=2021, programme=Programme.DESIGN_OUR_OWN).school


@pytest.mark.parametrize("expects", [Expects.NO, Expects.NOT_KNOWN])
def test_no_and_not_known_are_saved_and_nobody_is_told(acme: School, hugo: Actor, expects: Expects):
    leah = an_ect(at=acme, since=date(2021, 9, 1))
    answered = set_up(acme, hugo, expects)
    assert (answered.expects, answered.version) == (expects, 1)
    assert answered.programme == ("no_early_career_teachers" if expects == Expects.NO else None)
    assert set_up_year(acme, answered.year, expects, by=hugo).version == 1  # the same again changes nothing
    assert leah.training.get().finishes_on is None
    assert told() == []


@pytest.mark.parametrize("expects", [Expects.NO, Expects.NOT_KNOWN])
def test_they_can_be_answered_anew(acme: School, hugo: Actor, expects: Expects):
    set_up(acme, hugo, expects)
    how = Training(plan=Plan.SAME_PAIR)
    answered = set_up_year(acme, a_year(2022), Expects.YES, how, by=hugo, seen=1)
    assert (answered.expects, answered.version) == (Expects.YES, 2)
    assert live_partnership(acme, answered.year)


def test_a_year_is_set_up_once_and_the_second_tutor_is_told(acme: School, hugo: Actor):
    set_up(acme, hugo, plan=Plan.SAME_PAIR)
    with pytest.raises(Refusal, match="Hugo Furst has changed the answers for 2022 to 2023 since you looked"):
        set_up(acme, hugo, programme=Programme.DESIGN_OUR_OWN)
    with pytest.raises(Refusal, match="has already told us how it runs its training"):
        set_up_year(acme, a_year(2022), Expects.YES, Training(plan=Plan.OTHER_PROVIDER), by=hugo)
    assert told() == []


def test_a_pair_without_an_agreement_for_the_year_cannot_go_on_and_nothing_is_saved(hugo: Actor, acme: School):
    acme_partners_end()
    with pytest.raises(Refusal, match="does not work with Kings College London in 2022 to 2023"):
        set_up(acme, hugo, plan=Plan.SAME_PAIR)
    assert not SchoolYear.objects.filter(year=2022).exists()


def acme_partners_end() -> None:
    an_agreement(year=2022).delete()


def test_a_plan_about_nobody_is_refused(hugo: Actor):
    with pytest.raises(Refusal, match="Nobody trained your school"):
        set_up(a_school_of_last_year(), hugo, plan=Plan.SAME_PAIR)
    with pytest.raises(Refusal, match="Select how you want to run your training"):
        set_up(a_school_of_last_year(), hugo, materials=some_materials())


def test_a_body_that_does_not_take_on_its_teachers_is_refused(acme: School, hugo: Actor):
    """Abuse case O3."""
    gone = an_appropriate_body("Gone Hub", last_year=2021)
    with pytest.raises(Refusal, match="Gone Hub does not take on new teachers"):
        set_up(acme, hugo, plan=Plan.SAME_PAIR, appropriate_body=gone)


def test_a_school_that_is_not_funded_any_more_is_not_offered_the_pair(hub: AppropriateBody):
    every_year()
    school = an_independent_school()
    a_school_year(school, year=2021)
    a_partnership(school, year=2021)
    an_agreement(year=2022)
    last = last_time(school, a_year(2022))
    assert last
    assert last.pair is None
    with pytest.raises(Refusal):
        set_up(school, actor(tutor_of(school)), plan=Plan.SAME_PAIR)


def test_what_builds_on_last_time(acme: School, hub: AppropriateBody):
    """The latest year that was answered; who trains it, else who did, but not whom the school said to be wrong."""
    year = a_year(2022)
    last = last_time(acme, year)
    assert last
    assert (last.pair_goes_on, last.provider_goes_on, last.body) == (True, False, hub)
    an_agreement("Ambition Institute", "EMTSH", year=2022)
    later = last_time(acme, a_year(2023))
    assert later
    assert (later.answers.year_id, later.pair_goes_on, later.provider_goes_on) == (2021, False, False)
    assert last_time(acme, year).provider_goes_on  # type: ignore[union-attr]

    assert last.pair
    for why, still in ((EndedWhy.CHANGED, True), (EndedWhy.CHALLENGED, False)):
        last.pair.ended_at, last.pair.ended_why = last.pair.since, why
        last.pair.save()
        assert (last_time(acme, year).pair is not None) == still  # type: ignore[union-attr]
    assert last_time(a_school(), year) is None


def test_a_body_that_has_given_up_the_role_is_not_presumed(hugo: Actor, acme: School):
    last_years = SchoolYear.objects.get(year=2021)
    last_years.appropriate_body = an_appropriate_body("Thornwick Council", last_year=2021)
    last_years.save()
    assert last_time(acme, a_year(2022)).body is None  # type: ignore[union-attr]


@pytest.mark.parametrize("training", [{"plan": Plan.SAME_PAIR}, {"programme": Programme.FULL_INDUCTION}, {}])
def test_a_report_that_came_first_is_agreed_with(acme: School, hugo: Actor, hub: AppropriateBody, training):
    """Rule P12: what the school began to answer before the report is still saved."""
    ambition_reports(acme)
    leah = an_ect(at=acme, since=date(2022, 9, 1))
    answered = set_up(acme, hugo, **training, appropriate_body=hub)
    live = live_partnership(acme, answered.year)
    assert live
    assert live.origin == Origin.REPORTED
    assert (answered.answered_by, answered.appropriate_body) == (hugo.id, hub)
    assert leah.training.in_force().get().appropriate_body == hub
    assert told() == []


@pytest.mark.parametrize(
    "training", [{"plan": Plan.OTHER_PROVIDER}, {"plan": Plan.OTHER_PARTNER}, {"programme": Programme.DESIGN_OUR_OWN}]
)
def test_a_report_that_came_first_stands_against_another_answer_which_is_told(acme: School, hugo: Actor, training):
    ambition_reports(acme)
    with pytest.raises(Refusal, match=r"Ambition Institute has told us that it trains.* say that this is wrong"):
        set_up(acme, hugo, **training)
    with pytest.raises(Refusal, match="Ambition Institute has told us"):
        set_up(acme, hugo, Expects.NO)
    assert SchoolYear.objects.get(year=2022).answered_by is None


def test_another_partner_than_last_years_may_be_what_was_reported(acme: School, hugo: Actor):
    ambition_reports(acme, partner="EMTSH")
    assert set_up(acme, hugo, plan=Plan.OTHER_PARTNER).answered_by == hugo.id


def test_a_second_tutor_does_not_answer_over_the_first_after_a_report(acme: School, hugo: Actor):
    ambition_reports(acme)
    set_up(acme, hugo, plan=Plan.SAME_PAIR)
    with pytest.raises(Refusal, match="Hugo Furst has changed the answers"):
        set_up(acme, actor(a_tutor(at=acme)), plan=Plan.SAME_PAIR)


def test_an_invitation_that_said_yes_leaves_the_rest_open(acme: School, hugo: Actor):
    expect_teachers(acme, a_year(2022), Expects.YES, by=Actor("invitation"))
    assert set_up_year(acme, a_year(2022), Expects.YES, Training(plan=Plan.SAME_PAIR), by=hugo, seen=1).version == 2
