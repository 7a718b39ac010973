"""Rules B3, B6, B11 and B12: a school says that a report is wrong, and takes that back."""

from datetime import date

import pytest
import time_machine

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.accounts.models import Membership
from manage_training.domain.accounts.models import Role as RoleOf
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.models import Event
from manage_training.domain.messages.models import Message
from manage_training.domain.messages.write import write
from manage_training.domain.partnerships.challenge import Stands, partnership_of, stands, undo_by, why_not_undone
from manage_training.domain.partnerships.models import Challenge, EndedWhy, Origin, Partnership, Reason
from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.refusal import Refusal
from manage_training.domain.training.change_programme import change_programme
from manage_training.domain.training.dashboard import dashboard_of
from manage_training.domain.training.follow_partnership import challenge, end_partnership, undo
from manage_training.domain.training.models import TrainingPeriod
from tests.factories.accounts import a_member, a_tutor, actor
from tests.factories.partnerships import a_report, token_of_report
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school
from tests.factories.training import a_partnership, an_ect

pytestmark = pytest.mark.django_db

D = date(2022, 9, 14)


@pytest.fixture(autouse=True)
def on_14_september(time_machine):
    time_machine.move_to("2022-09-14T10:00:00+01:00", tick=False)


@pytest.fixture
def hugo() -> Membership:
    acme = a_school("ACME Primary School")
    a_school_year(acme)
    return a_tutor(at=acme, name="Hugo Furst")


@pytest.fixture
def there(hugo: Membership) -> Partnership:
    return a_report(hugo.school)


def whoever_has_the_link(partnership: Partnership) -> Actor:
    return Actor("partnership", partnership.pk)


def days(placement) -> list[tuple[date, date | None, int | None]]:
    periods = TrainingPeriod.objects.in_force().filter(placement=placement).order_by("starts_on")
    return [(each.starts_on, each.finishes_on, each.partnership_id) for each in periods]


def test_the_link_leads_to_its_partnership_and_any_other_to_none(there: Partnership):
    token = token_of_report(there)
    assert partnership_of(token) == there
    assert partnership_of(token[:-1]) is None
    assert partnership_of("") is None


@pytest.mark.parametrize("reason", Reason)
def test_whoever_has_the_link_says_that_it_is_wrong_and_all_are_told(there: Partnership, hugo: Membership, reason):
    user = a_member(RoleOf.LEAD_PROVIDER, lead_provider=there.lead_provider).user
    said = challenge(there, reason, by=whoever_has_the_link(there))
    ended = Partnership.objects.get()
    assert (ended.ended_why, said.by, stands(ended)) == (EndedWhy.CHALLENGED, None, Stands.CHALLENGED)
    event = Event.objects.get(kind="partnership_challenged")
    assert (event.details["because"], event.actor_kind, event.school_id) == (reason, "partnership", hugo.school_id)
    to_provider = Message.objects.filter(kind="partnership_challenged")
    assert {message.to for message in to_provider} == {"schools@ambition.example", user.email}
    assert all(f"Their reason: {reason.label}" in write(message).body for message in to_provider)
    (to_tutor,) = Message.objects.filter(kind="you_have_challenged")
    assert to_tutor.to == hugo.user.email
    assert "until the end of 21 September 2022" in write(to_tutor).body


def test_people_wait_from_that_day(there: Partnership, hugo: Membership):
    """Rule T9."""
    leah = an_ect(at=hugo.school, since=date(2022, 9, 1))
    late = an_ect(at=hugo.school, since=date(2022, 10, 1))
    TrainingPeriod.objects.update(partnership=there)
    challenge(there, Reason.MISTAKE, by=actor(hugo))
    assert days(leah) == [(date(2022, 9, 1), date(2022, 9, 13), there.pk), (D, None, None)]
    assert days(late) == [(date(2022, 10, 1), None, None)]


@pytest.mark.parametrize(
    ("at", "still"),
    [
        ("2022-10-31T23:59:59+00:00", True),
        ("2022-11-01T00:00:00+00:00", False),
    ],
)
def test_w12_the_last_day_is_included_in_london(there: Partnership, at: str, still: bool):
    with time_machine.travel(at, tick=False):
        assert stands(there) is (Stands.CAN_BE_CHALLENGED if still else Stands.TOO_LATE)
        if still:
            challenge(there, Reason.MISTAKE, by=whoever_has_the_link(there))
        else:
            with pytest.raises(Refusal, match=r"until 31 October 2022\. Talk to Ambition Institute now, at schools@"):
                challenge(there, Reason.MISTAKE, by=whoever_has_the_link(there))
    assert Challenge.objects.exists() is still


def test_in_summer_the_day_ends_by_londons_clock_not_by_greenwichs(hugo: Membership):
    """The second after the last day, 00:00 British Summer Time, is still the day before in UTC."""
    there = a_partnership(hugo.school)
    Partnership.objects.update(challenge_by=D)
    there.refresh_from_db()
    with time_machine.travel("2022-09-14T22:59:59Z", tick=False):
        assert stands(there) is Stands.CAN_BE_CHALLENGED
    with time_machine.travel("2022-09-14T23:00:00Z", tick=False):
        assert stands(there) is Stands.TOO_LATE


def test_a_second_challenge_is_refused(there: Partnership, hugo: Membership):
    challenge(there, Reason.MISTAKE, by=actor(hugo))
    with pytest.raises(Refusal, match="does not train ACME Primary School in 2022 to 2023 any more"):
        challenge(there, Reason.MISTAKE, by=actor(hugo))


def test_what_was_replaced_is_not_challenged_and_says_where_to_look(there: Partnership, hugo: Membership):
    a_report(hugo.school, partner="Inspire Teaching School Hub")
    there.refresh_from_db()
    assert stands(there) is Stands.REPLACED
    with pytest.raises(Refusal, match="use the link in our newer email"):
        challenge(there, Reason.MISTAKE, by=whoever_has_the_link(there))


def test_what_the_school_has_changed_or_said_itself_is_not_challenged(there: Partnership, hugo: Membership):
    ended = end_partnership(there, why=EndedWhy.CHANGED, by=actor(hugo))
    assert stands(ended) is Stands.CHANGED
    own = a_partnership(hugo.school, origin=Origin.CONTINUED)
    assert stands(own) is Stands.THE_SCHOOLS_OWN
    with pytest.raises(Refusal, match="Your school has said itself who trains it"):
        challenge(own, Reason.MISTAKE, by=actor(hugo))


def test_who_expects_nobody_answers_no_for_the_year_too(there: Partnership, hugo: Membership):
    challenge(there, Reason.NO_TEACHERS, by=actor(hugo))
    answers = SchoolYear.objects.get()
    assert (answers.expects, answers.programme, answers.version) == ("no", Programme.NO_EARLY_CAREER_TEACHERS, 2)
    assert Event.objects.get(kind="teachers_expected").details == {"year": 2022, "expects": "no"}


def test_where_somebody_trains_in_the_year_the_answer_stays(there: Partnership, hugo: Membership):
    an_ect(at=hugo.school, since=date(2022, 9, 1))
    challenge(there, Reason.NO_TEACHERS, by=actor(hugo))
    assert SchoolYear.objects.get().programme == Programme.FULL_INDUCTION


def test_a_challenge_is_undone_by_a_new_partnership_of_the_same_two(there: Partnership, hugo: Membership):
    leah = an_ect(at=hugo.school, since=date(2022, 9, 1))
    TrainingPeriod.objects.update(partnership=there)
    said = challenge(there, Reason.MISTAKE, by=actor(hugo))
    with time_machine.travel("2022-09-16T10:00:00Z", tick=False):
        new = undo(said, by=actor(hugo))
    old = Partnership.objects.get(pk=there.pk)
    assert (old.replaced_by, old.ended_why, stands(old)) == (new, "challenged", Stands.UNDONE)
    assert (new.lead_provider, new.delivery_partner) == (there.lead_provider, there.delivery_partner)
    assert (new.challenge_by, stands(new)) == (there.challenge_by, Stands.CAN_BE_CHALLENGED)
    assert days(leah) == [
        (date(2022, 9, 1), date(2022, 9, 13), there.pk),
        (D, date(2022, 9, 15), None),
        (date(2022, 9, 16), None, new.pk),
    ]
    assert Message.objects.get(kind="partnership_is_right_again").to == "schools@ambition.example"
    assert Event.objects.get(kind="challenge_undone").details["challenge"] == said.pk


def test_undoing_that_nobody_is_expected_takes_the_answer_back_too(there: Partnership, hugo: Membership):
    said = challenge(there, Reason.NO_TEACHERS, by=actor(hugo))
    undo(said, by=actor(hugo))
    assert SchoolYear.objects.get().programme == Programme.FULL_INDUCTION
    assert Event.objects.get(kind="programme_switched").details["before"] == "no_early_career_teachers"


def test_people_whose_programme_changed_in_between_come_back(there: Partnership, hugo: Membership):
    leah = an_ect(at=hugo.school, since=date(2022, 9, 1))
    TrainingPeriod.objects.update(partnership=there)
    said = challenge(there, Reason.MISTAKE, by=actor(hugo))
    change_programme(SchoolYear.objects.get(), Programme.DESIGN_OUR_OWN, by=actor(hugo))
    new = undo(said, by=actor(hugo))
    assert days(leah)[-1] == (D, None, new.pk)


@pytest.mark.parametrize(("at", "still"), [("2022-09-21T22:59:59Z", True), ("2022-09-21T23:00:00Z", False)])
def test_w12_it_is_undone_within_seven_days_by_londons_clock(
    there: Partnership, hugo: Membership, at: str, still: bool
):
    said = challenge(there, Reason.MISTAKE, by=actor(hugo))
    assert undo_by(said) == date(2022, 9, 21)
    with time_machine.travel(at, tick=False):
        if still:
            undo(said, by=actor(hugo))
        else:
            with pytest.raises(Refusal, match="Ask Ambition Institute to report your school again, at schools@"):
                undo(said, by=actor(hugo))


def test_it_is_undone_once(there: Partnership, hugo: Membership):
    said = challenge(there, Reason.MISTAKE, by=actor(hugo))
    undo(said, by=actor(hugo))
    with pytest.raises(Refusal, match="Your school has taken this back already"):
        undo(said, by=actor(hugo))


@pytest.mark.parametrize("provider", ["Teach First", "Ambition Institute"])
def test_once_a_provider_has_reported_the_school_again_that_counts(there: Partnership, hugo: Membership, provider):
    said = challenge(there, Reason.ANOTHER_PROVIDER, by=actor(hugo))
    a_report(hugo.school, provider=provider)
    explained = why_not_undone(said)
    assert explained == (
        f"{provider} has confirmed since, on 14 September 2022, that it trains your school in 2022 to 2023 with "
        "Kings College London. Tell us first if that is wrong."
    )
    with pytest.raises(Refusal, match=f"{provider} has confirmed since"):
        undo(said, by=actor(hugo))


@pytest.mark.parametrize("how", ["called wrong too", "changed", "called wrong, taken back and changed"])
def test_what_was_reported_after_it_counts_also_when_that_is_over(there: Partnership, hugo: Membership, how: str):
    said = challenge(there, Reason.MISTAKE, by=actor(hugo))
    second = a_report(hugo.school, provider="Teach First", partner="Harris Federation")
    if "called wrong" in how:
        again = challenge(second, Reason.MISTAKE, by=actor(hugo))
    if "taken back" in how:
        second = undo(again, by=actor(hugo))
    if "changed" in how:
        end_partnership(second, why=EndedWhy.CHANGED, by=actor(hugo))
    explained = why_not_undone(said)
    assert explained
    assert explained.startswith("Your training provider was confirmed anew since: Teach First, on 14 September 2022.")
    assert "Ask Ambition Institute to report your school again" in explained
    with pytest.raises(Refusal, match="since: Teach First"):
        undo(said, by=actor(hugo))
    shown = dashboard_of(hugo.school, D, 2022)
    assert shown
    offered = shown.provider
    assert offered.name == ("Teach First" if how == "called wrong too" else "")


def test_what_was_taken_back_can_be_said_again(there: Partnership, hugo: Membership):
    new = undo(challenge(there, Reason.MISTAKE, by=actor(hugo)), by=actor(hugo))
    again = challenge(new, Reason.DO_NOT_RECOGNISE, by=actor(hugo))
    assert again.partnership == new
    assert Partnership.objects.live().count() == 0
