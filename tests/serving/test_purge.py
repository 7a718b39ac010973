"""Rule O6 and abuse case P5: with the clock past each date nothing is left, and a second run finds nothing."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from manage_training.domain.clock import now, today
from manage_training.domain.limits.allow import allow
from manage_training.domain.messages.deliver import deliver
from manage_training.domain.messages.models import Message
from manage_training.domain.teachers.models import CheckInput
from manage_training.serving.retention import RETENTION, Kept
from tests.factories.accounts import a_privacy_notice, a_tutor
from tests.factories.messages import Carrier, a_message
from tests.factories.schools import a_school
from tests.factories.training import a_teacher_to_be_checked
from tests.web.school.test_expiring import a_draft
from tests.web.signing_in import ask, newest_link

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def purge(*arguments: str) -> dict[str, int]:
    """What is said of each kind."""
    said = StringIO()
    call_command("purge", *arguments, stdout=said)
    found = re.findall(r"^ *([\d,]+)  (.+)$", said.getvalue(), re.MULTILINE)
    return {what: int(count.replace(",", "")) for count, what in found}


@pytest.fixture
def a_day_at_work(time_machine) -> None:
    """One of each kind that is kept for a while."""
    time_machine.move_to("2022-06-20T09:00:00Z", tick=False)
    a_privacy_notice()
    hugo = a_tutor(at=a_school("ACME Primary School"), name="Hugo Furst", email="hugo@acme.example")
    browser = Client()
    ask(browser, "hugo@acme.example")
    browser.post(newest_link())
    deliver(a_message().pk, by=Carrier())
    a_message()  # no worker ever came by
    allow("downloads of a school's people", hugo.pk)
    CheckInput.objects.create(teacher=a_teacher_to_be_checked(), date_of_birth=today(), given_at=now())
    a_draft(hugo.school, idle=timedelta())
    a_draft(hugo.school, idle=timedelta(), submitted_at=now())


def test_p5_past_every_date_nothing_is_left(a_day_at_work, time_machine):
    assert set(purge("--dry-run").values()) == {0}
    time_machine.shift(timedelta(days=90, seconds=1))
    over = purge("--dry-run")
    assert min(over.values()) > 0, over
    before = Message.objects.count()
    assert purge() == over
    assert set(purge("--dry-run").values()) == {0}
    assert Message.objects.count() == before  # that they were sent, and when, stays
    assert not Message.objects.exclude(to="", values={}, seed="").exists()
    assert not CheckInput.objects.exists()


@pytest.mark.parametrize("kept", [kept for kept in RETENTION if kept.how_long], ids=lambda kept: kept.rule)
def test_each_is_kept_until_its_time_and_no_longer(kept: Kept, a_day_at_work, time_machine):
    time_machine.shift(kept.how_long - timedelta(seconds=1))
    assert kept.over().count() == 0
    time_machine.shift(timedelta(seconds=2))
    assert kept.over().count() > 0
    kept.clear()
    assert kept.over().count() == 0


def test_a_dry_run_changes_nothing(a_day_at_work, time_machine):
    time_machine.shift(timedelta(days=91))
    first = purge("--dry-run")
    assert purge("--dry-run") == first


def test_the_handbook_says_the_same():
    told = (settings.ROOT / "docs" / "operations.md").read_text()
    table = re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([A-Z]\d+) \|$", told, re.MULTILINE)
    assert table == [(kept.what, in_words(kept.how_long), kept.rule) for kept in RETENTION]


def in_words(how_long: timedelta | None) -> str:
    if how_long is None:
        return "each says so itself"
    return "24 hours" if how_long == timedelta(days=1) else f"{how_long.days} days"
