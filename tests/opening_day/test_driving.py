"""The driver sends at its rate whatever the service does, and counts time from when a request was due."""

import asyncio
from types import SimpleNamespace

import httpx2
import pytest

from tests.opening_day.driving import Crowd, drive
from tests.opening_day.tutors import Ask, Told

pytestmark = pytest.mark.once

RATE, SECONDS = 200, 0.05
REQUESTS = 10


def one_page():
    yield Ask("/")


def tutors():
    while True:
        yield SimpleNamespace(told=Told(0, 0), day=one_page)


def driven(answer):
    async def whole():
        crowd = Crowd(tutors(), "http://localhost", httpx2.MockTransport(answer))
        return await asyncio.wait_for(drive(crowd, RATE, SECONDS, lambda: None), 20)

    return asyncio.run(whole())


def test_a_service_that_does_not_answer_is_asked_on_at_the_same_rate():
    asked, all_asked = [], asyncio.Event()

    async def answer(request):
        asked.append(request.headers["X-Forwarded-For"])
        if len(asked) == REQUESTS:
            all_asked.set()
        await all_asked.wait()  # a driver that waited for an answer would wait for ever
        return httpx2.Response(200)

    measured = driven(answer)
    assert len(set(asked)) == len(measured.took) == REQUESTS
    # The first was due before all others, and waited for the last of them.
    assert max(measured.took) >= (REQUESTS - 1) / RATE


def test_no_answer_is_an_error():
    def answer(request):
        raise httpx2.ConnectError("nobody there")

    measured = driven(answer)
    assert measured.errors == {"no answer (ConnectError)": REQUESTS}
