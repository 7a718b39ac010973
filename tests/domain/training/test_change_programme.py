"""Rules P7, P8, P10 and T8: a school changes how it runs its training in a year."""

from datetime import date

import pytest
import time_machine

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.accounts.models import Membership
from manage_training.domain.events.models import Event
from manage_training.domain.messages.models import Message
from manage_training.domain.partnerships.live import live_partnership
from manage_training.domain.partnerships.models import EndedWhy, Origin, Partnership
from manage_training.domain.programmes.models import Expects, SchoolYear
from manage_training.domain.refusal import Refusal
from manage_training.domain.training.change_programme import change_programme
from manage_training.domain.training.models import TrainingPeriod
from manage_training.domain.training.plan import Plan
from manage_training.domain.training.who_follows import names_of, those_who_follow
from tests.factories.accounts import a_tutor, actor
from tests.factories.organisations import a_delivery_partner, a_lead_provider, an_agreement, some_materials
from tests.factories.programmes import a_school_year
from tests.factories.schools import an_independent_school
from tests.factories.training import a_partnership, a_placement, a_teacher, an_ect, training_in

pytestmark = pytest.mark.django_db
TODAY = date(2022, 11, 14)


@pytest.fixture(autouse=True)
def on_14_november():
    with time_machine.travel("2022-11-14T10:00:00Z", tick=False):
        yield


@pytest.fixture
def acme() -> SchoolYear:
    return a_school_year(year=2022, programme=Programme.FULL_INDUCTION)


@pytest.fixture
def hugo(acme: SchoolYear) -> Membership:
    return a_tutor(at=acme.school, name="Hugo Furst", email="hugo.furst@acme.example")


def days(period: TrainingPeriod) -> tuple[date, date | None]:
    return (period.starts_on, period.finishes_on)


def test_the_programme_changes_with_an_event_and_a_message_to_every_tutor(acme: SchoolYear, hugo: Membership):
    a_tutor(at=acme.school, email="second@acme.example")
    changed = change_programme(acme, Programme.DESIGN_OUR_OWN, by=actor(hugo), seen=1)
    assert (changed.programme, changed.version, changed.answered_by) == ("design_our_own", 2, hugo.user_id)
    event = Event.objects.get(kind="programme_changed")
    assert (event.details["before"], event.details["programme"]) == ("full_induction_programme", "design_our_own")
    told = Message.objects.filter(kind="programme_changed")
    assert {message.to for message in told} == {"hugo.furst@acme.example", "second@acme.example"}
    assert {message.values["programme_name"] for message in told} == {Programme.DESIGN_OUR_OWN.label}


def test_what_a_provider_reported_is_left_only_in_agreement_with_it(acme: SchoolYear, hugo: Membership):
    leah = an_ect(at=acme.school, since=date(2022, 9, 1))
    partnership = a_partnership(acme.school, year=2022)
    leah.training.update(partnership=partnership)
    with pytest.raises(Refusal, match=r"Ambition Institute has told us.* at schools@ambition\.example"):
        change_programme(acme, Programme.DESIGN_OUR_OWN, by=actor(hugo))

    change_programme(acme, Programme.DESIGN_OUR_OWN, agreed=True, by=actor(hugo))
    partnership.refresh_from_db()
    assert partnership.ended_why == EndedWhy.CHANGED
    before, after = leah.training.in_force().order_by("starts_on")
    assert (before.partnership, days(before)) == (partnership, (date(2022, 9, 1), date(2022, 11, 13)))
    assert (after.partnership, after.programme) == (None, "design_our_own")
    assert Event.objects.get(kind="programme_changed").details["said_agreed"] is True
    told = Message.objects.get(kind="school_has_changed")
    assert told.to == "schools@ambition.example"
    assert "It will not use a lead provider." in told.values["what_changes"]


def test_what_the_school_continued_itself_ends_at_once_and_its_people_wait(acme: SchoolYear, hugo: Membership):
    continued = a_partnership(acme.school, year=2022, origin=Origin.CONTINUED)
    leah = an_ect(at=acme.school, since=date(2022, 9, 1))
    leah.training.update(partnership=continued)
    changed = change_programme(acme, Programme.FULL_INDUCTION, plan=Plan.OTHER_PROVIDER, by=actor(hugo), seen=1)
    continued.refresh_from_db()
    assert (continued.ended_why, changed.planned_lead_provider) == (EndedWhy.CHANGED, None)
    assert [(each.partnership, *days(each)) for each in leah.training.in_force().order_by("starts_on")] == [
        (continued, date(2022, 9, 1), date(2022, 11, 13)),
        (None, date(2022, 11, 14), None),
    ]
    assert Message.objects.get(kind="school_has_changed").values["what_changes"] == "It will use another lead provider."
    told = Message.objects.get(kind="programme_changed").values["programme_name"]
    assert told == "Use another lead provider than Ambition Institute, funded by the DfE"


def test_another_partner_of_the_same_provider_is_still_to_be_confirmed(acme: SchoolYear, hugo: Membership):
    continued = a_partnership(acme.school, year=2022, origin=Origin.CONTINUED)
    changed = change_programme(acme, Programme.FULL_INDUCTION, plan=Plan.OTHER_PARTNER, by=actor(hugo))
    assert changed.planned_lead_provider == continued.lead_provider
    assert live_partnership(acme.school, acme.year) is None
    told = Message.objects.get(kind="school_has_changed").values["what_changes"]
    assert told.startswith("It stays with you and changes its delivery partner.")
    same = change_programme(acme, Programme.FULL_INDUCTION, plan=Plan.OTHER_PARTNER, by=actor(hugo))
    assert (same.version, Message.objects.filter(kind="school_has_changed").count()) == (2, 1)


@pytest.mark.parametrize("before", [Programme.FULL_INDUCTION, Programme.DESIGN_OUR_OWN])
def test_a_school_comes_back_to_last_years_pair_which_is_told(hugo: Membership, acme: SchoolYear, before: Programme):
    """Rule P10: nothing that was answered when the year was set up is for ever."""
    acme.programme = before
    acme.save()
    a_school_year(acme.school, year=2021)
    last = a_partnership(acme.school, year=2021)
    an_agreement(year=2022)
    leah = a_placement(at=acme.school)
    training_in(leah, programme=before)
    change_programme(acme, Programme.FULL_INDUCTION, plan=Plan.SAME_PAIR, by=actor(hugo))
    live = live_partnership(acme.school, acme.year)
    assert live
    assert (live.origin, live.lead_provider, live.delivery_partner) == (
        Origin.CONTINUED,
        last.lead_provider,
        last.delivery_partner,
    )
    now_in = leah.training.in_force().get(finishes_on=None)
    assert (now_in.partnership, now_in.programme, now_in.starts_on) == (live, "full_induction_programme", TODAY)
    told = Message.objects.get(kind="school_has_changed").values["what_changes"]
    assert told == "It goes on with you and with your delivery partner."


def test_a_plan_that_nobody_is_there_for_is_refused(acme: SchoolYear, hugo: Membership):
    with pytest.raises(Refusal, match="Nobody trained your school"):
        change_programme(acme, Programme.FULL_INDUCTION, plan=Plan.SAME_PAIR, by=actor(hugo))
    a_partnership(acme.school, year=2022, origin=Origin.CONTINUED)
    with pytest.raises(Refusal, match="train your school already"):
        change_programme(acme, Programme.FULL_INDUCTION, plan=Plan.SAME_PAIR, by=actor(hugo))
    assert SchoolYear.objects.get().version == 1


def test_a_provider_of_another_year_or_school_is_in_nobodys_way(acme: SchoolYear, hugo: Membership):
    a_partnership(acme.school, year=2021)
    a_partnership(year=2022)
    change_programme(acme, Programme.DESIGN_OUR_OWN, by=actor(hugo))
    assert Partnership.objects.live().count() == 2
    assert not Message.objects.filter(kind="school_has_changed").exists()


def test_who_withdrew_stays_as_they_are_and_is_not_counted(acme: SchoolYear, hugo: Membership):
    leah = an_ect(at=acme.school, since=date(2022, 9, 1))
    leah.training.update(status="withdrawn", reason="left_teaching")
    assert names_of(those_who_follow(acme, TODAY)) == []
    change_programme(acme, Programme.DESIGN_OUR_OWN, by=actor(hugo))
    assert leah.training.get().programme == "full_induction_programme"


def test_who_follows_is_named_once_and_in_order(acme: SchoolYear):
    for name in ("Zoë Żółć", "Leah Morris"):
        an_ect(a_teacher(name), at=acme.school, since=date(2022, 9, 1))
    an_ect(a_teacher("Of Last Year"), at=acme.school, since=date(2021, 9, 1))
    assert names_of(those_who_follow(acme, TODAY)) == ["Leah Morris", "Zoë Żółć"]


def test_training_of_the_year_ends_the_day_before_and_begins_again(acme: SchoolYear, hugo: Membership):
    leah = an_ect(at=acme.school, since=date(2022, 9, 1))
    change_programme(acme, Programme.CORE_INDUCTION, materials=some_materials(), by=actor(hugo))
    before, after = leah.training.in_force().order_by("starts_on")
    assert (before.programme, days(before)) == ("full_induction_programme", (date(2022, 9, 1), date(2022, 11, 13)))
    assert (after.programme, days(after)) == ("core_induction_programme", (date(2022, 11, 14), None))
    assert after.materials == some_materials()
    assert after.year == before.year


def test_training_that_has_not_begun_is_voided_and_its_successor_takes_its_days(acme: SchoolYear, hugo: Membership):
    joins = an_ect(at=acme.school, since=date(2023, 1, 9))
    change_programme(acme, Programme.DESIGN_OUR_OWN, by=actor(hugo))
    (after,) = joins.training.in_force()
    assert (after.programme, days(after)) == ("design_our_own", (date(2023, 1, 9), None))
    assert joins.training.exclude(voided_at=None).get().programme == "full_induction_programme"


def test_people_of_earlier_years_who_left_or_carried_a_provider_over_go_on_as_they_were(
    acme: SchoolYear, hugo: Membership
):
    earlier = an_ect(at=acme.school, since=date(2021, 9, 1))
    left = an_ect(at=acme.school, since=date(2022, 9, 1), until=date(2022, 10, 31))
    own_way = a_placement(at=acme.school)
    training_in(own_way, lead_provider=a_lead_provider(), delivery_partner=a_delivery_partner())
    change_programme(acme, Programme.DESIGN_OUR_OWN, by=actor(hugo))
    for placement in (earlier, left, own_way):
        assert placement.training.get().programme == "full_induction_programme"


def test_a_school_with_people_of_the_year_does_not_expect_none(acme: SchoolYear, hugo: Membership):
    an_ect(at=acme.school, since=date(2022, 9, 1))
    with pytest.raises(Refusal, match="1 of your early career teachers and mentors"):
        change_programme(acme, Programme.NO_EARLY_CAREER_TEACHERS, by=actor(hugo))
    acme.refresh_from_db()
    assert acme.programme == Programme.FULL_INDUCTION


def test_without_people_of_the_year_it_may_say_that_it_expects_none(acme: SchoolYear, hugo: Membership):
    an_ect(at=acme.school, since=date(2021, 9, 1))
    a_partnership(acme.school, year=2022, origin=Origin.CONTINUED)
    changed = change_programme(acme, Programme.NO_EARLY_CAREER_TEACHERS, by=actor(hugo))
    assert changed.expects == Expects.NO
    told = Message.objects.get(kind="school_has_changed").values["what_changes"]
    assert told == "It does not expect any early career teachers to join."


def test_other_materials_are_a_change_the_same_are_none(hugo: Membership, acme: SchoolYear):
    change_programme(acme, Programme.CORE_INDUCTION, materials=some_materials("Teach First"), by=actor(hugo))
    other = change_programme(acme, Programme.CORE_INDUCTION, materials=some_materials("Capita"), by=actor(hugo))
    assert (other.materials, other.version) == (some_materials("Capita"), 3)
    same = change_programme(acme, Programme.CORE_INDUCTION, materials=some_materials("Capita"), by=actor(hugo))
    assert same.version == 3
    assert Event.objects.filter(kind="programme_changed").count() == 2


def test_what_the_school_may_not_choose_is_refused():
    own = a_school_year(an_independent_school(), programme=Programme.DESIGN_OUR_OWN)
    with pytest.raises(Refusal, match="cannot be chosen"):
        change_programme(own, Programme.FULL_INDUCTION, by=actor(a_tutor(at=own.school)))


def test_who_changes_on_top_of_a_newer_answer_is_told_it(acme: SchoolYear, hugo: Membership):
    change_programme(acme, Programme.DESIGN_OUR_OWN, by=actor(hugo), seen=1)
    with pytest.raises(Refusal, match="Hugo Furst has changed the answers"):
        change_programme(acme, Programme.NO_EARLY_CAREER_TEACHERS, by=actor(hugo), seen=1)
