"""The demo's record service knows the people that its README names, and what happens with each."""

from datetime import date
from uuid import uuid4

import pytest

from manage_training.domain.teachers.check import Asked, check_for_draft
from manage_training.domain.teachers.models import EarlyRollOutMentor
from manage_training.domain.teachers.within_limits import Lane, record_service

pytestmark = pytest.mark.django_db

PEOPLE = [
    ("9100001", date(1999, 4, 12), "matched", "no_induction", "Priya Sharma"),
    ("9100002", date(1998, 11, 3), "matched", "no_induction", "Jonathan Baker"),
    ("9100003", date(2000, 2, 29), "matched", "no_induction", "Zoë O'Brien-Żółć"),
    ("9100004", date(1997, 7, 7), "matched", "no_qts", "Tomasz Nowak"),
    ("9100005", date(1996, 3, 21), "stopped", "induction_passed", "Grace Okafor"),
    ("9100006", date(1995, 5, 15), "stopped", "exempt", "Dylan Hughes"),
    ("9100007", date(1994, 1, 30), "stopped", "induction_failed", "Marta Silva"),
    ("9100008", date(1996, 8, 8), "stopped", "prohibited", "Owen Price"),
    ("9100009", date(1999, 12, 1), "matched", "no_induction", "Aisha Khan"),
    ("9100011", date(1998, 6, 19), "to_be_checked", "deactivated", ""),
    ("9100014", date(1999, 5, 17), "to_be_checked", "no_answer", ""),
    ("0100015", date(1999, 10, 11), "matched", "no_induction", "Callum Reid"),
    ("9100016", date(1998, 6, 6), "to_be_checked", "has_alert", "Nadia Rahman"),
    ("9200001", date(1997, 3, 3), "matched", "none", "Leah Morris"),
]


@pytest.mark.parametrize(("trn", "born", "outcome", "reason", "name"), PEOPLE)
def test_an_ect_of_the_demo(trn, born, outcome, reason, name):
    verdict = check_for_draft(uuid4(), "ect", Asked(trn, born), records=record_service(Lane.SOMEBODY_WAITS))
    assert (verdict.outcome, verdict.reason, verdict.name) == (outcome, reason, name)


@pytest.mark.parametrize(
    ("trn", "born", "reason"),
    [("9100012", date(1993, 2, 2), "none"), ("9100013", date(1992, 9, 9), "trained_before")],
)
def test_a_mentor_of_the_demo(trn, born, reason):
    EarlyRollOutMentor.objects.create(trn="9100013")
    verdict = check_for_draft(uuid4(), "mentor", Asked(trn, born), records=record_service(Lane.SOMEBODY_WAITS))
    assert (verdict.outcome, verdict.reason) == ("matched", reason)
