"""Rules O2 and O3: each request has a name, is counted under its route and says one line."""

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from manage_training.web.operations import request_id
from manage_training.web.operations.metrics import ALONE, REQUESTS


def times(route: str, method: str, status: str) -> float:
    return ALONE.get_sample_value("requests_total", {"route": route, "method": method, "status": status}) or 0


def test_a_request_is_counted_under_its_route():
    before = times("public:contact", "GET", "200")
    Client().get("/contact/")
    assert times("public:contact", "GET", "200") == before + 1


def test_who_asks_makes_no_new_thing_to_count():
    """Else anybody could fill our memory."""
    before = times("none", "other", "404")
    Client().generic("PRIYA", "/nowhere/9100001/")
    assert times("none", "other", "404") == before + 1
    assert "PRIYA" not in str(list(REQUESTS.collect()))


def test_every_request_has_another_name():
    names = {Client().get("/contact/")["X-Request-ID"] for _ in range(3)}
    assert len(names) == 3
    assert request_id.current() == ""


@pytest.mark.parametrize(
    ("proxies", "given", "kept"),
    [
        (1, "a1b2c3d4-e5f6", True),
        (0, "a1b2c3d4-e5f6", False),
        (1, "short", False),
        (1, "x" * 65, False),
        (1, 'forged", "level": "ERROR', False),
    ],
)
def test_only_a_proxy_of_ours_names_a_request(settings, proxies, given, kept):
    settings.TRUSTED_PROXIES = proxies
    answer = Client().get("/contact/", headers={"X-Request-ID": given})
    assert (answer["X-Request-ID"] == given) == kept


@pytest.mark.django_db
def test_what_is_counted_can_be_read(settings):
    settings.METRICS_TOKENS = ["the-token-of-whoever-watches-over-us"]
    answer = Client().get("/metrics", headers={"Authorization": "Bearer the-token-of-whoever-watches-over-us"})
    assert {"requests", "request_seconds"} <= {family.name for family in text_string_to_metric_families(answer.text)}
