"""Rule O5: a worker that was away for an hour finds everything there, and sends first what somebody waits for."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import F

from manage_training.domain.messages.models import Message, State
from manage_training.domain.messages.wording import WORDING, Lane
from tests.factories.messages import a_message, a_sign_in_message
from tests.faults.test_killed_worker import start, wait_until  # noqa: F401 - a fixture by its name

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


def test_after_an_hour_nothing_is_lost_and_sign_in_messages_go_first(tmp_path: Path, start, monkeypatch):  # noqa: F811
    """Fault: nobody does the worker's part from 59 minutes ago until now."""
    monkeypatch.setenv("WORKER_JOBS", "1")  # so that there is an order
    messages = [a_message() for _ in range(8)] + [a_sign_in_message(f"tutor.{n}@acme.example") for n in range(3)]
    Message.objects.update(created_at=F("created_at") - timedelta(minutes=59))
    with connection.cursor() as cursor:  # a campaign's message, which is the least urgent, was the first to come
        first = "select min(id) from procrastinate_jobs"
        cursor.execute(f"update procrastinate_jobs set priority = %s where id = ({first})", [Lane.LATER])
    start()
    wait_until(lambda: not Message.objects.filter(state=State.QUEUED).exists(), tmp_path)
    sent = list(Message.objects.filter(state=State.SENT).order_by("sent_at"))
    assert len(sent) == len(messages)
    assert [WORDING[message.kind].lane for message in sent[:3]] == [Lane.FIRST] * 3
    assert [message.pk for message in sent[3:-1]] == [message.pk for message in messages[1:8]]
    assert sent[-1].pk == messages[0].pk
    assert {message.attempts for message in sent} == {1}
