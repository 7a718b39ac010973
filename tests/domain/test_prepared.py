"""A query that is written once answers like one that is written anew each time."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.conf import settings

from manage_training.domain.academic_years.models import AcademicYear
from manage_training.domain.prepared import Prepared
from manage_training.domain.schools.models import School
from manage_training.journeys.models import Draft
from tests.factories.schools import a_school
from tests.factories.years import every_year

pytestmark = pytest.mark.django_db

OPENED = Prepared(
    lambda today, first: (
        AcademicYear.objects.filter(registration_opens_on__lte=today, start__gte=first)
        .order_by("start")
        .values("start", "programmes")
    ),
    today=date,
    first=int,
)


def test_it_answers_for_the_values_it_is_called_with():
    every_year()
    assert [each["start"] for each in OPENED(today=date(2022, 6, 20), first=2021)] == [2021, 2022]
    assert [each["start"] for each in OPENED(today=date(2023, 6, 20), first=2022)] == [2022, 2023]


def test_columns_are_read_as_django_reads_them():
    every_year()
    assert OPENED(today=date(2022, 6, 20), first=2022) == [
        {"start": 2022, "programmes": AcademicYear.objects.get(start=2022).programmes}
    ]


def test_rows_come_in_the_querys_own_names():
    school = a_school("ACME Primary School")
    by_key = Prepared(lambda school: School.objects.filter(pk=school).values("name", "urn"), school=int)
    assert by_key(school=school.pk) == [{"name": "ACME Primary School", "urn": school.urn}]


def test_an_instant_a_text_and_an_id_are_values_too():
    moment, pk = datetime(2022, 6, 20, 12, tzinfo=settings.LONDON), uuid4()
    Draft.objects.create(
        pk=pk, journey="add-person", owner_kind="user", started_at=moment, touched_at=moment, expires_at=moment
    )
    waiting = Prepared(
        lambda pk, journey, now: Draft.objects.filter(pk=pk, journey=journey, expires_at__gte=now).values("id"),
        pk=UUID,
        journey=str,
        now=datetime,
    )
    assert waiting(pk=pk, journey="add-person", now=moment) == [{"id": pk}]
    assert waiting(pk=pk, journey="add-person", now=moment + timedelta(microseconds=1)) == []
    assert waiting(pk=pk, journey="transfer-in", now=moment) == []
    assert waiting(pk=uuid4(), journey="add-person", now=moment) == []


def test_a_value_that_the_query_never_asks_for_is_a_mistake():
    with pytest.raises(TypeError, match="does not ask for"):
        Prepared(lambda school: School.objects.values("name"), school=int)(school=1)
