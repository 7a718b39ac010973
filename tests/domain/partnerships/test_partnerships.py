"""Rules B1, B2 and B3, attacked with plain SQL."""

import pytest
from django.db import IntegrityError, connection

from manage_training.domain.clock import now
from manage_training.domain.partnerships.live import live_partnership
from manage_training.domain.partnerships.models import Challenge, Partnership, Reason
from tests.factories.organisations import a_delivery_partner
from tests.factories.schools import a_school
from tests.factories.training import a_partnership
from tests.factories.years import a_year

pytestmark = pytest.mark.django_db


def execute(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_school_has_one_live_partnership_in_a_year():
    there = a_partnership(year=2022)
    with pytest.raises(IntegrityError, match="a_school_has_one_partnership_in_a_year"):
        execute(
            "insert into partnerships_partnership "
            "(school_id, year_id, lead_provider_id, delivery_partner_id, origin, since, ended_why) "
            "select school_id, year_id, lead_provider_id, delivery_partner_id, origin, since, '' "
            "from partnerships_partnership where id = %s",
            there.pk,
        )


def test_another_year_and_an_ended_partnership_leave_room():
    acme = a_school()
    ended = a_partnership(acme, year=2022)
    Partnership.objects.filter(pk=ended.pk).update(ended_at=now(), ended_why="replaced")
    a_partnership(acme, year=2021)
    live = a_partnership(acme, year=2022)
    assert live_partnership(acme, a_year(2022)) == live
    assert live_partnership(acme, a_year(2023)) is None


def test_provider_and_partner_have_an_agreement_for_the_year():
    there = a_partnership(year=2022)
    stranger = a_delivery_partner("Somebody Else")
    with pytest.raises(IntegrityError, match="a_partnership_follows_an_agreement"):
        execute("update partnerships_partnership set delivery_partner_id = %s where id = %s", stranger.pk, there.pk)


def test_an_agreement_of_another_year_is_no_agreement():
    there = a_partnership(year=2022)
    a_year(2023)
    with pytest.raises(IntegrityError, match="a_partnership_follows_an_agreement"):
        execute("update partnerships_partnership set year_id = 2023 where id = %s", there.pk)


def test_an_agreement_that_is_relied_on_stays():
    there = a_partnership(year=2022)
    with pytest.raises(IntegrityError, match="a_partnership_follows_an_agreement"):
        execute("delete from organisations_agreement where lead_provider_id = %s", there.lead_provider_id)


@pytest.mark.parametrize(
    "change", ["ended_at = now()", "ended_why = 'replaced'", "ended_at = now(), ended_why = 'tired'"]
)
def test_an_ended_partnership_says_why(change: str):
    there = a_partnership()
    with pytest.raises(IntegrityError, match="an_ended_partnership_says_why"):
        execute(f"update partnerships_partnership set {change} where id = %s", there.pk)


def test_a_live_partnership_is_not_replaced():
    there = a_partnership()
    with pytest.raises(IntegrityError, match="only_what_has_ended_is_replaced"):
        execute("update partnerships_partnership set replaced_by_id = id where id = %s", there.pk)


def test_a_partnership_is_challenged_once_until_that_is_undone():
    there = a_partnership()
    challenge = Challenge.objects.create(partnership=there, reason=Reason.MISTAKE, at=now())
    challenge.undone_at = now()
    challenge.save()
    Challenge.objects.create(partnership=there, reason=Reason.NO_TEACHERS, at=now())
    with pytest.raises(IntegrityError, match="a_partnership_is_challenged_once"):
        Challenge.objects.create(partnership=there, reason=Reason.MISTAKE, at=now())
