"""Which appropriate body a new ECT is registered with: the school's, unless the tutor says so. Rules T22 and J12."""

from datetime import date

import pytest

from manage_training.domain.events.actor import THE_SERVICE
from manage_training.domain.organisations.models import AppropriateBody, Kind
from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.training.change_appropriate_body import change_appropriate_body
from manage_training.domain.training.models import Placement, TrainingPeriod
from tests.factories.organisations import an_appropriate_body
from tests.factories.training import an_ect
from tests.web.school.test_add_person import (  # noqa: F401  the same school, tutor and day
    FIRST_OF_SEPTEMBER,
    beacon,
    on_5_september_2022,
    pages,
    starts,
    tess,
    who,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def a_council(db):
    return an_appropriate_body("Thornwick Council", kind=Kind.LOCAL_AUTHORITY)


def says_when(pages, first_day=FIRST_OF_SEPTEMBER):  # noqa: F811
    """Up to the first day, behind which the appropriate body is asked, where it is."""
    pages.go_on({"role": "ect"}, who())
    pages.answer(right_person="yes")
    pages.answer(email="priya@beacon.example")
    pages.answer(**first_day)


def registered_with():
    return TrainingPeriod.objects.get(placement__email="priya@beacon.example").appropriate_body


def test_the_schools_body_is_not_asked_but_said_with_a_change_link(pages):  # noqa: F811
    says_when(pages)
    assert pages.place == "check"
    assert "Ashcombe Teaching School Hub" in pages.words
    assert f"{pages.draft_url}teaching-school-hub/?change" in pages.main
    pages.answer()
    assert str(registered_with()) == "Ashcombe Teaching School Hub"


def test_back_from_the_check_leads_past_what_was_not_asked(pages):  # noqa: F811
    says_when(pages)
    assert f'href="{pages.draft_url}start-date/" class="govuk-back-link"' in pages.page.content.decode()


def test_another_body_can_be_chosen_and_the_one_of_the_school_again(pages, a_council):  # noqa: F811
    says_when(pages)
    pages.get(f"{pages.draft_url}appropriate-body/?change")
    assert 'value="teaching_school_hub" checked' in pages.main
    pages.answer(body_kind="local_authority")
    pages.answer(appropriate_body=str(a_council.pk))
    assert (pages.place, "Thornwick Council" in pages.words, "Ashcombe" in pages.words) == ("check", True, False)
    pages.get(f"{pages.draft_url}appropriate-body/?change")
    pages.answer(body_kind="teaching_school_hub")
    assert (pages.place, "Ashcombe Teaching School Hub" in pages.words) == ("check", True)
    pages.answer()
    assert str(registered_with()) == "Ashcombe Teaching School Hub"


def test_a_body_that_was_chosen_stays_when_the_start_date_changes(pages, a_council):  # noqa: F811
    says_when(pages)
    pages.get(f"{pages.draft_url}appropriate-body/?change")
    pages.answer(body_kind="local_authority")
    pages.answer(appropriate_body=str(a_council.pk))
    pages.get(f"{pages.draft_url}start-date/?change")
    pages.answer(**starts(2, 9, 2022))
    assert (pages.place, "Thornwick Council" in pages.words) == ("check", True)


def test_it_is_asked_where_the_school_has_none(pages, beacon):  # noqa: F811
    SchoolYear.objects.update(appropriate_body=None)
    says_when(pages)
    assert "Which appropriate body will Priya Sharma be registered with?" in pages.words
    pages.answer(body_kind="not_appointed")
    assert (pages.place, "Not appointed yet" in pages.words) == ("check", True)


@pytest.mark.parametrize(("finished", "asked"), [(None, True), (date(2022, 9, 4), False)])
def test_it_is_asked_where_the_ects_of_the_school_have_several(
    pages,  # noqa: F811
    beacon,  # noqa: F811
    a_council,
    finished,
    asked,
):
    leah = an_ect(at=beacon, since=date(2022, 9, 1), until=finished)
    TrainingPeriod.objects.filter(placement=leah).update(appropriate_body=a_council)
    says_when(pages)
    assert pages.place == ("appropriate-body" if asked else "check")


def test_it_is_not_asked_because_an_ect_of_another_year_has_another(pages, beacon, a_council):  # noqa: F811
    leah = an_ect(at=beacon, since=date(2021, 9, 1))
    TrainingPeriod.objects.filter(placement=leah).update(appropriate_body=a_council)
    says_when(pages)
    assert pages.place == "check"


def test_where_the_school_changes_its_body_meanwhile_the_new_one_is_shown_before_it_counts(
    pages,  # noqa: F811
    beacon,  # noqa: F811
    a_council,
):
    says_when(pages)
    change_appropriate_body(SchoolYear.objects.get(school=beacon), a_council, by=THE_SERVICE)
    assert pages.answer().status_code == 409
    assert ("Check your answers again" in pages.words, "Thornwick Council" in pages.words) == (True, True)
    assert not Placement.objects.exists()
    pages.answer()
    assert registered_with() == a_council


def test_where_the_school_gives_its_body_up_meanwhile_it_is_asked(pages, beacon):  # noqa: F811
    says_when(pages)
    change_appropriate_body(SchoolYear.objects.get(school=beacon), None, by=THE_SERVICE)
    pages.answer()
    assert (pages.place, Placement.objects.exists()) == ("appropriate-body", False)
    assert "checked" not in pages.main


def test_a_mentor_has_no_appropriate_body(pages):  # noqa: F811
    pages.go_on({"role": "mentor"}, {"which_mentor": "somebody_else"}, who("9100012", (2, 2, 1993)))
    pages.answer(right_person="yes")
    pages.answer(email="helen@beacon.example")
    pages.answer(**FIRST_OF_SEPTEMBER)
    assert (pages.place, "Ashcombe" in pages.words) == ("check", False)


def test_the_body_of_a_year_that_is_set_up_on_the_way_is_not_asked_again(pages, beacon):  # noqa: F811
    says_when(pages, starts(6, 9, 2021))
    draft = pages.draft_url
    pages.answer()
    pages.answer(programme="design_our_own")
    pages.answer(body_kind="teaching_school_hub")
    pages.answer(appropriate_body=str(AppropriateBody.objects.get().pk))
    pages.answer()
    pages.get(draft)
    assert (pages.url.removeprefix(draft), "Ashcombe Teaching School Hub" in pages.words) == ("check/", True)
