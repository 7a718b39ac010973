"""Rule S15, where two imports run at the same moment."""

from dataclasses import replace

import pytest
from django.db import connection

from manage_training.domain.schools.models import RegisterImport, School, SearchEntry
from manage_training.integrations.school_register.invented import invented_schools
from tests.factories.register import a_register, take_in
from tests.races.at_once import again_and_again, at_once


@again_and_again
@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_imports_of_one_file_add_its_schools_once(tmp_path, race):
    file = a_register(tmp_path, 60)
    outcomes = at_once(lambda: take_in(file).counts, lambda: take_in(file).counts)
    assert sorted((counts["added"], counts["untouched"]) for counts in outcomes) == [(0, 60), (60, 0)]
    assert School.objects.count() == SearchEntry.objects.count() == 60
    assert RegisterImport.objects.count() == 2


@again_and_again
@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_imports_of_different_files_leave_every_school_as_one_of_them_says(tmp_path, race):
    schools = list(invented_schools(60))
    first = a_register(tmp_path, schools)
    second = a_register(tmp_path, [replace(school, town="Oxmere") for school in schools], "ecf_tech_2022")
    at_once(lambda: take_in(first, checked=True).counts, lambda: take_in(second, checked=True).counts)
    towns = dict(School.objects.values_list("urn", "town"))
    assert towns in ({school.urn: school.town for school in schools}, dict.fromkeys(towns, "Oxmere"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM schools_registerrow WHERE read_by_id = %s", [last_import().pk])
        assert cursor.fetchone() == (60,)


def last_import():
    return RegisterImport.objects.order_by("pk").last()
