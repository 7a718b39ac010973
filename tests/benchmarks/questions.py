"""Three question pages against the same pages in crispy-forms-gds, in one run."""

import re
import statistics
from collections.abc import Callable
from html import unescape

from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, override_settings

from manage_training.domain.organisations.models import Kind
from tests.benchmarks.measuring import Figures, turn_by_turn
from tests.benchmarks.pages import service, session_of
from tests.benchmarks.rival.pages import MIDDLEWARE, WHO, rival
from tests.factories.accounts import a_privacy_notice, a_tutor, sign_in
from tests.factories.organisations import an_appropriate_body
from tests.factories.schools import a_school
from tests.factories.years import an_open_year
from tests.journeys.browse import Browser

GOAL = "1.4x"


def measure(table: Figures) -> None:
    school, year = a_school("ACME Primary School"), an_open_year()
    a_privacy_notice()
    for kind in Kind:
        an_appropriate_body(f"{kind.label} of Thornwick", kind=kind)
    tutor = a_tutor(at=school)
    client = sign_in(Client(), tutor)
    radios = Browser(f"/schools/{school.urn}/years/{year.start}/programme/", client=client)
    radios.go_on({"programme": "design_our_own"})
    typed = Browser(f"/schools/{school.urn}/add-person/", client=client)
    typed.go_on({"role": "ect"})

    two = Browser(f"/schools/{school.urn}/add-person/", client=client)
    two.go_on({"role": "mentor"})

    ours = service(WSGIHandler(), cookie=session_of(client))
    session = SessionStore()
    session[WHO] = tutor.user_id
    session.create()
    with override_settings(MIDDLEWARE=MIDDLEWARE):
        theirs = service(rival(), cookie=str(session.session_key))
    pages: dict[str, tuple[Callable[[], bytes], Callable[[], bytes]]] = {
        "two radios": (lambda: ours(two.url), lambda: theirs(f"/schools/{school.urn}/{draft(two)}/mentor/")),
        "four radios, of what there is": (
            lambda: ours(radios.url),
            lambda: theirs(f"/schools/{school.urn}/{draft(radios)}/body/"),
        ),
        "a number and a date": (
            lambda: ours(typed.url),
            lambda: theirs(f"/schools/{school.urn}/{draft(typed)}/identity/"),
        ),
    }
    for what, (our_page, their_page) in pages.items():
        if words(our_page()) != words(their_page()):
            raise RuntimeError(f"The pages with {what} differ:\n{words(our_page())}\n{words(their_page())}")
        times = turn_by_turn({"ours": our_page, "theirs": their_page})
        ratio = statistics.median(there / here for here, there in zip(times["ours"], times["theirs"], strict=True))
        table.add_row(f"{what}: crispy-forms-gds", f"{statistics.median(times['theirs']) * 1000:.2f} ms", "")
        table.add_row(
            f"{what}: ours", f"{statistics.median(times['ours']) * 1000:.2f} ms ({ratio:.2f}x as many a second)", GOAL
        )


def draft(browser: Browser) -> str:
    return browser.draft_url.removeprefix(browser.start).strip("/")


def words(page: bytes) -> list[str]:
    """What a reader reads between the header and the footer."""
    main = page.decode().partition("<main")[2].partition(">")[2].partition("</main>")[0]
    return unescape(re.sub(r"<[^>]+>", " ", main)).split()
