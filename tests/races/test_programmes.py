"""Rule P8, where two people answer for one school at the same moment."""

import pytest

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.events.models import Event
from manage_training.domain.messages.models import Message
from manage_training.domain.organisations.models import AppropriateBody
from manage_training.domain.programmes.choose import choose
from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.training.change_appropriate_body import change_appropriate_body
from manage_training.domain.training.change_programme import change_programme
from tests.factories.accounts import a_tutor, actor
from tests.factories.organisations import an_appropriate_body
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school
from tests.factories.years import a_year
from tests.races.at_once import again_and_again, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@again_and_again
def test_of_two_tutors_who_choose_a_programme_one_is_told_what_the_other_chose(race: int):
    school, year = a_school(), a_year(2022)
    tutors = [a_tutor(at=school, name=name) for name in ("Hugo Furst", "Tess Taylor")]

    def choose_by(tutor, programme: Programme) -> str:
        return str(choose(school, year, programme=programme, by=actor(tutor), seen=0).programme)

    outcomes = at_once(
        lambda: choose_by(tutors[0], Programme.FULL_INDUCTION), lambda: choose_by(tutors[1], Programme.DESIGN_OUR_OWN)
    )
    (won,) = [outcome for outcome in outcomes if outcome in Programme.values]
    (lost,) = [outcome for outcome in outcomes if outcome != won]
    assert "has changed the answers for 2022 to 2023 since you looked" in lost
    assert Programme(won).label in lost
    assert SchoolYear.objects.get().programme == won
    assert Event.objects.filter(kind="programme_chosen").count() == 1
    assert Message.objects.filter(kind="training_submitted").count() == 1


@again_and_again
def test_of_two_changes_of_one_year_neither_is_lost(race: int):
    acme = a_school_year(programme=Programme.FULL_INDUCTION)
    hugo, hub = a_tutor(at=acme.school), an_appropriate_body()

    def change_body(body: AppropriateBody) -> int:
        return change_appropriate_body(acme, body, by=actor(hugo)).version

    def change_how(programme: Programme) -> int:
        return change_programme(acme, programme, by=actor(hugo)).version

    outcomes = at_once(lambda: change_body(hub), lambda: change_how(Programme.DESIGN_OUR_OWN))
    assert sorted(outcomes) == [2, 3]
    acme.refresh_from_db()
    assert (acme.programme, acme.appropriate_body) == (Programme.DESIGN_OUR_OWN, hub)
