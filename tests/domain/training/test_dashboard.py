"""Rules P6, T7 and Y2: what a school's dashboard says about a year."""

from datetime import date

import pytest

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.clock import now
from manage_training.domain.programmes.models import Expects
from manage_training.domain.schools.models import School
from manage_training.domain.training.dashboard import Dashboard, dashboard_of
from manage_training.domain.training.models import Placement, Role
from tests.factories.accounts import a_tutor
from tests.factories.organisations import a_lead_provider, an_appropriate_body, some_materials
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school, an_independent_school
from tests.factories.training import a_mentor, a_partnership, a_placement, an_ect
from tests.factories.years import a_year, every_year

pytestmark = pytest.mark.django_db

TODAY = date(2022, 6, 20)


@pytest.fixture
def acme() -> School:
    every_year()
    acme = a_school("ACME Primary School")
    a_tutor(at=acme, name="Hugo Furst")
    return acme


def shown(school: School, start: int | None = None, *, on: date = TODAY) -> Dashboard:
    dashboard = dashboard_of(school, on, start)
    assert dashboard
    return dashboard


def says(dashboard: Dashboard) -> dict[str, str]:
    return {row.label: " ".join([*row.values, row.action.text if row.action else ""]).strip() for row in dashboard.rows}


def test_it_has_the_rows_of_the_guides_last_picture_in_its_order(acme: School):
    a_school_year(acme, year=2022, appropriate_body=an_appropriate_body())
    a_partnership(acme, year=2022)
    assert list(says(shown(acme)).items()) == [
        ("Length of induction", "2 years"),
        ("ECTs and mentors", "0 Add"),
        ("Induction tutor", "Hugo Furst Change"),
        ("Programme", "Training provider, funded by the DfE Change"),
        ("Training provider", "Ambition Institute"),
        ("Delivery partner", "Kings College London"),
        ("Appropriate body", "Ashcombe Teaching School Hub Change"),
    ]


def test_where_provider_and_partner_are_not_known_it_says_what_happens_next(acme: School):
    a_school_year(acme, year=2022)
    rows = says(shown(acme))
    assert rows["Training provider"].startswith("Not confirmed yet Choose a training provider")
    assert (
        rows["Delivery partner"]
        == "Not confirmed yet Your training provider will tell us who your delivery partner is."
    )
    assert rows["Appropriate body"] == "Not appointed yet Change"


def test_a_lead_provider_that_stays_is_shown_while_its_partner_is_to_be_confirmed(acme: School):
    a_school_year(acme, year=2022, planned_lead_provider=a_lead_provider())
    rows = says(shown(acme))
    assert rows["Training provider"] == "Ambition Institute"
    assert rows["Delivery partner"] == "Not confirmed yet Ambition Institute will tell us who your delivery partner is."


def test_a_partnership_that_has_ended_is_not_shown(acme: School):
    a_school_year(acme, year=2022)
    partnership = a_partnership(acme, year=2022)
    partnership.ended_at, partnership.ended_why = now(), "challenged"
    partnership.save()
    assert says(shown(acme))["Training provider"].startswith("Not confirmed yet")


@pytest.mark.parametrize(
    ("programme", "labels"),
    [
        (
            Programme.CORE_INDUCTION,
            [
                "Length of induction",
                "ECTs and mentors",
                "Induction tutor",
                "Programme",
                "Accredited materials",
                "Appropriate body",
            ],
        ),
        (Programme.DESIGN_OUR_OWN, ["Length of induction", "Induction tutor", "Programme", "Appropriate body"]),
        (Programme.NO_EARLY_CAREER_TEACHERS, ["Induction tutor", "Programme"]),
    ],
)
def test_other_programmes_have_their_own_rows(acme: School, programme: Programme, labels: list[str]):
    a_school_year(acme, year=2022, programme=programme)
    assert list(says(shown(acme))) == labels


def test_a_school_that_pays_its_provider_itself_has_no_row_for_one():
    every_year()
    riverside = an_independent_school("Riverside College")
    a_school_year(riverside, year=2022, programme=Programme.SCHOOL_FUNDED)
    rows = says(shown(riverside))
    assert rows["Programme"] == "Training provider, funded by your school Change"
    assert rows["Induction tutor"] == "Not nominated yet Change"
    assert "Training provider" not in rows


def test_materials_are_named(acme: School):
    a_school_year(acme, year=2022, programme=Programme.CORE_INDUCTION, materials=some_materials("Teach First"))
    assert says(shown(acme))["Accredited materials"] == "Teach First Change"


def test_the_tabs_are_the_year_to_register_for_and_each_the_school_has_something_in(acme: School):
    a_school_year(acme, year=2021)
    assert [(tab.name, tab.is_set_up) for tab in shown(acme).tabs] == [("2022 to 2023", False), ("2021 to 2022", True)]
    assert [tab.start for tab in shown(acme, on=date(2024, 5, 1)).tabs] == [2024, 2021]
    an_ect(at=acme, since=date(2022, 9, 1))
    assert [tab.start for tab in shown(acme, on=date(2024, 5, 1)).tabs] == [2024, 2022, 2021]


def test_a_year_that_is_not_set_up_has_no_rows_whatever_was_answered(acme: School):
    assert (shown(acme).rows, shown(acme).version, shown(acme).expects) == ([], 0, None)
    a_school_year(acme, year=2022, programme=None, expects=Expects.NOT_KNOWN)
    assert (shown(acme).rows, shown(acme).version, shown(acme).expects) == ([], 1, "not_known")
    assert not shown(acme).is_set_up


def test_an_earlier_year_can_be_shown_and_others_do_not_exist(acme: School):
    a_school_year(acme, year=2021, programme=Programme.DESIGN_OUR_OWN)
    assert shown(acme, 2021).year == "2021 to 2022"
    assert dashboard_of(acme, TODAY, 2023) is None
    assert dashboard_of(acme, date(2024, 5, 1), 2022) is None


def test_it_counts_whom_the_years_training_belongs_to(acme: School):
    a_school_year(acme, year=2022)
    an_ect(at=acme, since=date(2022, 9, 1))
    an_ect(at=acme, since=date(2022, 6, 15))
    a_mentor(at=acme, since=date(2022, 9, 1))
    an_ect(at=acme, since=date(2021, 9, 1))  # of the year before
    an_ect(since=date(2022, 9, 1))  # elsewhere
    an_ect(at=acme, since=date(2022, 6, 1), until=date(2022, 6, 19))  # has left
    mistake = an_ect(at=acme, since=date(2022, 9, 1))
    mistake.training.update(voided_at=now())
    Placement.objects.filter(pk=mistake.pk).update(voided_at=now())
    without_training = a_placement(at=acme, role=Role.MENTOR)
    Placement.objects.filter(pk=without_training.pk).update(year=a_year(2022))
    assert says(shown(acme))["ECTs and mentors"] == "4 Add"


def test_a_teacher_with_two_roles_counts_once(acme: School):
    a_school_year(acme, year=2022)
    leah = an_ect(at=acme, since=date(2022, 9, 1))
    a_mentor(leah.teacher, at=acme, since=date(2022, 9, 1))
    assert shown(acme).people == 1


def test_it_takes_two_queries_however_many_people_and_years(acme: School, django_assert_num_queries):
    for year in (2021, 2022):
        a_school_year(acme, year=year)
        a_partnership(acme, year=year)
    for _ in range(3):
        an_ect(at=acme)
    with django_assert_num_queries(2):
        shown(acme)
