"""Rules P1 and Y4: which programmes a school may choose is the year's data."""

import pytest

from manage_training.domain.academic_years.models import AcademicYear, Programme
from manage_training.domain.programmes.offer import programmes_for
from tests.factories.schools import a_school, an_independent_school
from tests.factories.years import a_year

pytestmark = pytest.mark.django_db


def test_a_funded_school_is_offered_the_guides_four_programmes_in_its_words():
    assert [programme.label for programme in programmes_for(a_school(), a_year(2022))] == [
        "Use a training provider, funded by the DfE",
        "Deliver your own programme using DfE accredited materials",
        "Design and deliver your own programme based on the Early Career Framework (ECF)",
        "We do not expect any early career teachers to join",
    ]


def test_a_school_that_is_not_funded_pays_its_provider_itself():
    offered = programmes_for(an_independent_school(), a_year(2022))
    assert Programme.SCHOOL_FUNDED in offered
    assert Programme.FULL_INDUCTION not in offered


def test_a_year_may_offer_two_programmes_only():
    two = [Programme.FULL_INDUCTION, Programme.NO_EARLY_CAREER_TEACHERS]
    year = AcademicYear(start=2029, programmes=two, programmes_not_funded=[])
    assert programmes_for(a_school(), year) == two
