"""Rule A11: how many requests of any kind one session and one internet address may make."""

import pytest
import time_machine
from django.test import Client, RequestFactory

from manage_training.web.traffic import address_of

START = "2022-06-20T09:00:00Z"


@pytest.fixture(autouse=True)
def few(settings):
    settings.REQUESTS_PER_SESSION, settings.REQUESTS_PER_ADDRESS = 3, 5


@time_machine.travel(START, tick=False)
def test_an_address_with_too_many_requests_is_told_when_to_come_back():
    client = Client()
    assert [client.get("/cookies/").status_code for _ in range(6)] == [200] * 5 + [429]
    page = client.get("/cookies/")
    assert page["Retry-After"] == "300"
    assert "Try again in 5 minutes" in page.text
    assert client.get("/cookies/", REMOTE_ADDR="10.0.0.2").status_code == 200


def test_after_five_minutes_it_goes_on():
    with time_machine.travel(START, tick=False) as clock:
        client = Client()
        for _ in range(6):
            client.get("/cookies/")
        clock.shift(300)
        assert client.get("/cookies/").status_code == 200


@pytest.mark.django_db
@time_machine.travel(START, tick=False)
def test_a_session_has_an_allowance_of_its_own():
    client = Client()
    session = client.session
    session["something"] = "kept"
    session.save()
    assert [client.get("/cookies/").status_code for _ in range(4)] == [200] * 3 + [429]


@pytest.mark.parametrize(
    ("proxies", "said", "address"),
    [
        (0, "8.8.8.8", "10.0.0.1"),
        (1, "6.6.6.6, 8.8.8.8", "8.8.8.8"),
        (2, "6.6.6.6, 8.8.8.8, 172.16.0.1", "8.8.8.8"),
        (2, "8.8.8.8", "10.0.0.1"),
        (1, "nonsense", "unknown"),
        (1, "2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
    ],
)
def test_what_a_proxy_says_is_believed_as_far_as_it_is_ours(settings, proxies: int, said: str, address: str):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", headers={"x-forwarded-for": said}, REMOTE_ADDR="10.0.0.1")
    assert address_of(request) == address
