"""Rule O3: what whoever watches over the service can measure."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from manage_training.domain.clock import now
from manage_training.domain.messages.models import Message, State
from manage_training.domain.schools.models import RegisterImport
from manage_training.domain.teachers.within_limits import Lane, count_as_unanswered
from tests.factories.messages import a_message, a_sign_in_message
from tests.factories.training import a_teacher_to_be_checked
from tests.web.operations.test_health import a_worker
from tests.web.test_errors import unreachable_database  # noqa: F401 - a fixture is used by its name

TOKEN = "the-token-of-whoever-watches-over-us"


@pytest.fixture(autouse=True)
def a_token(settings) -> None:
    settings.METRICS_TOKENS = [TOKEN]


def measured() -> dict[str, float]:
    """Every number, by its name and labels."""
    text = Client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).text
    return {
        " ".join([sample.name, *sample.labels.values()]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer x"}, {"Authorization": f"Basic {TOKEN}"}])
def test_n6_without_the_token_nothing_is_told(headers):
    answer = Client().get("/metrics", headers=headers)
    assert (answer.status_code, answer.content) == (401, b"")
    assert Client().get(f"/metrics?token={TOKEN}").status_code == 401


def test_without_any_token_in_the_settings_nobody_is_told(settings):
    settings.METRICS_TOKENS = []
    assert Client().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 401


@pytest.mark.django_db
def test_a_worker_that_is_down_for_an_hour_is_seen_by_whoever_watches(time_machine):
    """Rule O5: no sign of life, and messages that wait ever longer, the urgent ones by themselves."""
    time_machine.move_to("2022-06-20T09:00:00Z", tick=False)
    a_worker()
    a_sign_in_message()
    a_message()
    a_message()
    time_machine.shift(timedelta(hours=1))
    a_worker("1 hour")
    found = measured()
    assert 3600 <= found["worker_silent_seconds"] < 3660
    assert (found["messages_waiting first"], found["messages_waiting soon"], found["messages_waiting later"]) == (
        1,
        2,
        0,
    )
    assert found["messages_waiting_oldest_seconds first"] == found["messages_waiting_oldest_seconds soon"] == 3600
    assert found["messages_waiting_oldest_seconds later"] == 0


@pytest.mark.django_db
def test_messages_of_a_week_and_jobs_are_counted_by_their_state():
    before = measured()
    sent, failed, old = a_message(), a_message(), a_message()
    a_message()
    Message.objects.filter(pk=sent.pk).update(state=State.SENT, sent_at=now())
    Message.objects.filter(pk__in=[failed.pk, old.pk]).update(state=State.FAILED)
    Message.objects.filter(pk=old.pk).update(to="", values={})
    with connection.cursor() as cursor:
        cursor.execute(
            "update procrastinate_jobs set status = 'failed' where id = (select max(id) from procrastinate_jobs)"
        )
    grown = {name: value - before.get(name, 0) for name, value in measured().items()}
    assert [grown[f"messages {state}"] for state in ("queued", "sent", "delivered", "failed")] == [1, 1, 0, 1]
    assert (grown["jobs waiting"], grown["jobs failed"]) == (3, 1)


@pytest.mark.django_db
def test_the_record_service_is_told_to_rest(settings):
    a_teacher_to_be_checked()
    assert (measured()["teaching_records_up"], measured()["teachers_to_be_checked"]) == (1, 1)
    for _ in range(5):
        count_as_unanswered(Lane.SOMEBODY_WAITS)
    assert measured()["teaching_records_up"] == 0


@pytest.mark.django_db
def test_the_age_of_the_register_counts_what_was_taken_in(time_machine):
    time_machine.move_to("2022-06-20T09:00:00Z", tick=False)
    assert measured()["register_age_seconds"] == -1
    RegisterImport.objects.create(kind="schools", file_name="a", file_hash="a", at=now())
    time_machine.shift(timedelta(days=2))
    RegisterImport.objects.create(kind="schools", file_name="b", file_hash="b", at=now(), refused_because="half of it")
    RegisterImport.objects.create(kind="links", file_name="c", file_hash="c", at=now())
    assert (measured()["register_age_seconds"], measured()["register_refused"]) == (2 * 24 * 3600, 1)


def test_without_a_database_that_is_what_is_told(unreachable_database):  # noqa: F811
    found = measured()
    assert found["database_up"] == 0
    assert not any(name.startswith("messages") for name in found)
    assert any(name.startswith("requests_total") for name in found)


@pytest.mark.django_db
def test_the_handbook_names_every_measure(settings):
    told = Path(settings.ROOT, "docs", "operations.md").read_text()
    text = Client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).text
    names = {family.name for family in text_string_to_metric_families(text)}
    assert sorted(name for name in names if f"`{name}`" not in told and f"`{name}_total`" not in told) == []
