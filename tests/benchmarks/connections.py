"""Prepared statements and kept connections, each on and off: the dashboard and a question, in one run."""

import statistics
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.utils import load_backend
from django.test import Client

from tests.benchmarks.measuring import Figures, turn_by_turn
from tests.benchmarks.pages import service, session_of
from tests.factories.accounts import a_privacy_notice, a_tutor, sign_in
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school
from tests.factories.training import a_partnership, an_ect
from tests.factories.years import an_open_year
from tests.journeys.browse import Browser

AS_SERVED = "as served"
WAYS: dict[str, dict[str, Any]] = {
    AS_SERVED: {},
    "asked by a query whether it lives": {"ENGINE": "django.db.backends.postgresql"},
    "bound in the server, planned each time": {"OPTIONS": {"prepare_threshold": None}},
    "bound in the driver, planned each time": {"OPTIONS": {"server_side_binding": False}},
    "a new connection for each request": {"CONN_MAX_AGE": 0},
}


def measure(table: Figures) -> None:
    school, year = a_school("ACME Primary School"), an_open_year()
    a_school(), a_privacy_notice()
    tutor = a_tutor(at=school)
    a_partnership(school, year=year.start)
    client = sign_in(Client(), tutor)
    question = Browser(f"/schools/{school.urn}/years/{year.start}/programme/", client=client)
    question.go_on({"programme": "design_our_own"})
    a_school_year(school, year=year.start)
    for _ in range(10):
        an_ect(at=school, since=date(year.start, 9, 1))
    with connection.cursor() as cursor:
        cursor.execute("analyze")

    get = service(WSGIHandler(), cookie=session_of(client))
    pages = {"dashboard": f"/schools/{school.urn}/", "question": question.url}
    before = connections[DEFAULT_DB_ALIAS]
    ways = {way: connected(how) for way, how in WAYS.items()}

    def asks(way: str, url: str) -> Callable[[], bytes]:
        def ask() -> bytes:
            connections[DEFAULT_DB_ALIAS] = ways[way]
            return get(url)

        return ask

    asked = {f"{page}, {way}": asks(way, url) for page, url in pages.items() for way in ways}
    times = turn_by_turn(asked, times=20)
    for each in ways.values():
        each.close()
    connections[DEFAULT_DB_ALIAS] = before
    for page in pages:
        for way in ways:
            mine, served = times[f"{page}, {way}"], times[f"{page}, {AS_SERVED}"]
            ratio = statistics.median(slow / fast for slow, fast in zip(mine, served, strict=True))
            table.add_row(f"{page}, {way}", f"{statistics.median(mine) * 1000:.2f} ms ({ratio:.2f}x)", "")


def connected(how: dict[str, Any]) -> Any:
    """A connection of its own to the same database, as served but for what `how` says."""
    said = deepcopy(connection.settings_dict)
    said["OPTIONS"] |= how.get("OPTIONS", {})
    said |= {name: value for name, value in how.items() if name != "OPTIONS"}
    return load_backend(said["ENGINE"]).DatabaseWrapper(said, DEFAULT_DB_ALIAS)
