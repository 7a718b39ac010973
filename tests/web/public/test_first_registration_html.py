"""The pages from the search to the nominated tutor as documents: valid, one heading, a title that says it."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client

from tests.barriers import barriers
from tests.factories.accounts import a_tutor
from tests.factories.invitations import a_nomination, an_invitation, token_for
from tests.factories.schools import a_closed_school, a_school, a_school_that_is_not_eligible
from tests.factories.years import an_open_year
from tests.html_validate import problems
from tests.journeys.browse import Browser

FIND = "/find-your-school/"


@pytest.fixture
def pages(client: Client, oakfield) -> dict[str, str]:
    """Every page of this part, by what it shows."""
    invitation = an_invitation(to=oakfield)
    link = f"/invitations/{token_for(invitation)}/"
    with time_machine.travel(datetime.now(UTC) - timedelta(days=30)):
        an_open_year()
        expired = an_invitation(to=a_school("Beech School", contact="office@beech.example"))
        not_confirmed = a_nomination(expired)
    closed = a_closed_school("Old Mill School", successor=a_school("New Mill School"))
    has_tutor = a_school("Elm School")
    a_tutor(at=has_tutor)
    taken = a_tutor(at=has_tutor, name="Hugo Furst", email="hugo@oakfield.example").user

    shown = {
        "search": client.get(FIND),
        "search without words": client.get(FIND, {"search": ""}),
        "no result": client.get(FIND, {"search": "nowhere"}),
        "results": client.get(FIND, {"search": "school"}),
        "nothing selected": client.post(FIND, {"search": "school"}),
        "can be invited": client.get(f"{FIND}{oakfield.urn}/"),
        "check your email": client.post(f"{FIND}{oakfield.urn}/", follow=True),
        "invited often": client.post(f"{FIND}{oakfield.urn}/", follow=True),
        "closed": client.get(f"{FIND}{closed.urn}/"),
        "not eligible": client.get(f"{FIND}{a_school_that_is_not_eligible('Ash College').urn}/"),
        "has a tutor": client.get(f"{FIND}{has_tutor.urn}/"),
        "no contact": client.get(f"{FIND}{a_school('Hilltop School').urn}/"),
        "other contact": client.get(f"{FIND}{oakfield.urn}/other-contact/"),
        "other contact, errors": client.post(f"{FIND}{oakfield.urn}/other-contact/", {"name": " "}),
        "request received": client.get(f"{FIND}{oakfield.urn}/request-received/"),
        "unknown link": client.get("/invitations/unknown/"),
        "expired link": client.get(f"/invitations/{token_for(expired)}/"),
        "expired nomination": client.get(f"/nominations/{token_for(not_confirmed)}/"),
        "question": client.get(f"{link}question/"),
        "question, error": client.post(f"{link}question/", {"x": "y"}),
        "saved": client.post(f"{link}question/", {"expects": "no"}, follow=True),
        "answered": client.get(link),
    }
    holder = Browser(f"{link}nominate/", client=client)
    holder.get(f"{link}question/")
    shown["about tutors"] = holder.answer(expects="yes")
    shown["name"] = holder.answer()
    shown["name, error"] = holder.answer(full_name="")
    shown["address"] = holder.answer(full_name="Ugo First")
    shown["address, error"] = holder.answer(email="x")
    shown["same person"] = holder.answer(email=taken.email)
    shown["another address"] = holder.answer(same_person="no")
    holder.get(holder.url.replace("another-address/", "email/?change"))
    shown["check"] = holder.answer(email="ugo@elsewhere.example")
    shown["nominated"] = holder.answer()
    shown["waits"] = client.get(link)
    waiting = oakfield.nominations.get()
    shown["nomination"] = client.get(f"/nominations/{token_for(waiting)}/")
    shown["declined"] = client.post(f"/nominations/{token_for(waiting)}/", {"decision": "decline"}, follow=True)
    again = a_nomination(invitation)
    shown["confirmed"] = client.post(f"/nominations/{token_for(again)}/", {"decision": "confirm"}, follow=True)
    return {name: page.text for name, page in shown.items()}


def headings(page: str) -> list[str]:
    found = re.findall(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    return [unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", each))).strip() for each in found]


def test_every_page_is_valid_with_one_heading_that_its_title_says(pages):
    assert not problems(pages)
    assert barriers(pages) == []
    for name, page in pages.items():
        (title,) = re.findall(r"<title>(.*?)</title>", page)
        (heading,) = headings(page)
        assert heading in unescape(title), name
        is_wrong = "error" in name or name in ("search without words", "nothing selected")
        assert ("There is a problem" in page) == title.startswith("Error: ") == is_wrong, name
        assert "<script>" not in page, name
        assert " style=" not in page, name


def test_every_page_about_a_school_names_it_above_or_in_its_heading(pages):
    without = {"search", "search without words", "no result", "results", "nothing selected", "unknown link"}
    schools = re.compile("Oakfield Primary|Beech|Old Mill|Ash College|Elm|Hilltop")
    for name in pages.keys() - without:
        main = pages[name].split("<main", 1)[1].split("</main>", 1)[0]
        assert schools.search(main), name


def test_no_page_is_a_dead_end(pages):
    for name, page in pages.items():
        main = page.split("<main", 1)[1].split("</main>", 1)[0]
        assert "<a " in main or "<button" in main, name
