"""Many rows in one statement come out as Django would have written them one by one."""

from datetime import date

import pytest
from django.db import IntegrityError

from manage_training.domain.bulk import among, insert_all
from manage_training.domain.clock import now
from manage_training.domain.events.models import Event
from manage_training.domain.invitations.models import Invitation
from manage_training.domain.schools.models import School
from tests.factories.schools import a_school
from tests.factories.years import a_year

pytestmark = pytest.mark.django_db


def test_text_days_instants_and_json_come_back_as_they_were():
    school, year, moment = a_school(), a_year(2022), now()
    odd = 'O\u2019Brien "quoted" \\ back\nslash, {braces} %s \U0001f600'
    rows = [{"token_hash": str(number), "sent_to": odd} for number in range(3)]
    same = {
        "school_id": school.pk,
        "year_id": year.pk,
        "sent_at": moment,
        "expires_on": date(2022, 7, 11),
        "answer": "",
    }
    pks = insert_all(Invitation, rows, all_with=same)
    assert [Invitation.objects.get(pk=pk).token_hash for pk in pks] == ["0", "1", "2"]  # in their order
    first = Invitation.objects.get(pk=pks[0])
    assert (first.sent_to, first.sent_at, first.expires_on) == (odd, moment, date(2022, 7, 11))
    assert first.answered_at is None

    about = {"kind": "x", "actor_kind": "y", "acting_as": "", "subject_kind": "z", "subject_id": 1, "at": moment}
    (pk,) = insert_all(Event, [{"details": {"a": [1, None, odd]}}], all_with=about)
    assert Event.objects.get(pk=pk).details == {"a": [1, None, odd]}


def test_a_rule_of_the_database_holds_for_them_too():
    taken = a_school()
    facts = {"name": "Another", "type_code": 1, "status": 1, "section_41": False}
    empty = dict.fromkeys(["street", "locality", "town", "postcode", "website", "district", "ukprn"], "")
    with pytest.raises(IntegrityError, match="urn"):
        insert_all(School, [{"urn": taken.urn}], all_with=facts | empty)


def test_no_rows_are_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert insert_all(School, [], all_with={}) == []


def test_ids_are_looked_for_by_one_value():
    schools = [a_school() for _ in range(3)]
    found = School.objects.filter(pk__in=among(school.pk for school in schools[:2])).order_by("pk")
    assert list(found) == schools[:2]
    assert not School.objects.filter(pk__in=among([])).exists()
