"""What a tutor does on the opening day, request by request: sign in, set up the year, add an ECT, look at the list.

A tutor is told nothing of the journeys. They answer the questions that a page asks, so the path is the service's own.
"""

import random
import re
from collections.abc import Generator
from dataclasses import dataclass, field
from html import unescape
from typing import Any, Protocol

from django.db.models import Count

from manage_training.domain.academic_years.models import AcademicYear
from manage_training.domain.accounts.models import Membership, Role
from manage_training.domain.programmes.models import SchoolYear
from tests.journeys.browse import Browser
from tests.opening_day.outside import BORN, new_numbers

DRAFT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LONGEST = 30  # pages of one journey; more means going in a circle


@dataclass(frozen=True)
class Ask:
    """A request. Somebody reads the page before it, unless a browser asks by itself."""

    url: str
    posted: dict[str, str] | None = None
    by_itself: bool = False


@dataclass(frozen=True)
class AwaitMessage:
    """The code of the sign-in message to this address is needed to go on."""

    to: str


class Answer(Protocol):
    status_code: int
    content: bytes

    @property
    def headers(self) -> Any: ...


class Astray(Exception):
    """The service led somewhere where a tutor cannot go on; the text says where."""


Day = Generator[Ask | AwaitMessage, Any, None]


@dataclass
class Told:
    """What the service has answered for to one tutor: all of this has to be there in the end."""

    user: int
    urn: int
    signed_in: bool = False
    answers: dict[str, dict[str, str]] = field(default_factory=dict)  # what was typed, by the id of the draft
    submitted: set[str] = field(default_factory=set)  # ids of drafts
    set_up: bool = False
    added: str = ""  # the TRN


class Tutor(Browser):
    def __init__(self, user: int, email: str, urn: int, year: int, trn: str) -> None:
        super().__init__("", client=object())  # type: ignore[arg-type]  # whoever drives it sends what it yields
        self.email, self.urn, self.year = email, urn, year
        self.told = Told(user, urn)
        day, month, starts_in = 1, 9, year
        self.typed = {
            "email": email,
            "expects": "yes",
            "changes": "no",
            "role": "ect",
            "trn": trn,
            "typed_name": "Somebody New",
            "date_of_birth-day": str(BORN.day),
            "date_of_birth-month": str(BORN.month),
            "date_of_birth-year": str(BORN.year),
            "starts_on-day": str(day),
            "starts_on-month": str(month),
            "starts_on-year": str(starts_in),
        }

    def day(self) -> Day:
        school = f"/schools/{self.urn}"
        yield from self.get("/sign-in/")
        yield from self.send({**self.carried, "email": self.email})
        code = yield AwaitMessage(self.email)
        yield from self.send({**self.carried, "code": code})
        self.told.signed_in = True
        if "/privacy-notice/" in self.url:
            yield from self.send(self.carried)
        yield from self.get(f"{school}/years/{self.year}/")
        yield from self.journey(f"{school}/years/{self.year}/set-up/")
        self.told.set_up = True
        yield from self.get(f"{school}/")
        self.typed["email"] = f"ect.{self.typed['trn']}@school{self.urn}.example"
        yield from self.journey(f"{school}/add-person/")
        self.told.added = self.typed["trn"]
        yield from self.get(f"{school}/people/")
        someone = re.search(rf'href="({school}/people/\d+/)', self.main)
        if someone is None:
            raise Astray(f"{self.url} lists nobody")
        yield from self.get(someone.group(1))
        yield from self.get(f"{school}/")

    def journey(self, start: str) -> Day:
        yield from self.get(start)
        for _ in range(LONGEST):
            if self.url.endswith("/done/"):
                return
            page, typed = self.url, self.fill_in()
            [draft] = DRAFT.findall(self.carried.get("draft", self.action))[:1] or [""]
            if not draft:
                raise Astray(f"{page} asks nothing")
            yield from self.send({**self.carried, **typed}, draft, typed)
        raise Astray(f"{start} goes in a circle by {self.url}")

    # What a browser does with an address and with a form; the slots are not ours to wait for.

    def get(self, url: str, *, by_itself: bool = False) -> Day:  # type: ignore[override]
        answer: Answer = yield Ask(url, by_itself=by_itself)
        while answer.status_code in (301, 302, 303):
            url = answer.headers["Location"]
            answer = yield Ask(url, by_itself=True)
        if answer.status_code != 200:
            raise Astray(f"{url} answers {answer.status_code}")
        self.page, self.url = answer, url

    def send(  # type: ignore[override]
        self, posted: dict[str, str], draft: str = "", typed: dict[str, str] | None = None
    ) -> Day:
        to = self.action
        answer: Answer = yield Ask(to, posted)
        while answer.status_code == 307:  # elsewhere, with what was posted
            to = answer.headers["Location"]
            answer = yield Ask(to, posted, by_itself=True)
        if answer.status_code not in (302, 303):
            raise Astray(f"{to} answers {answer.status_code} to what was posted")
        leads_to = answer.headers["Location"]
        if draft:
            self.told.answers.setdefault(draft, {}).update(typed or {})
            if leads_to.endswith("/done/"):
                self.told.submitted.add(draft)
        yield from self.get(leads_to, by_itself=True)

    def fill_in(self) -> dict[str, str]:
        """An answer to each question of the page: what one has to say about it, else the first that is offered."""
        form = re.search(r'<form method="post".*?</form>', self.main, re.DOTALL)
        offered: dict[str, list[str]] = {}
        select = ""
        for tag, attributes in re.findall(r"<(input|select|option)\b([^>]*)>", form.group() if form else ""):
            has = {name: unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', attributes)}
            if tag == "select":
                select = has["name"]
            elif tag == "option":
                offered.setdefault(select, []).append(has.get("value", ""))
            elif has.get("type", "text") != "hidden":
                offered.setdefault(has["name"], []).append(has["value"] if has.get("type") == "radio" else "")
        return {
            name: self.typed[name] if name in self.typed else next(filter(None, values), "")
            for name, values in offered.items()
        }


def tutors_of(year: AcademicYear, how_many: float, seed: int) -> list[Tutor]:
    """So many tutors, each of one school that has not answered for the year yet."""
    answered = SchoolYear.objects.filter(year=year).values("school")
    with_one = (
        Membership.objects.in_force()
        .filter(role=Role.INDUCTION_TUTOR)
        .values("user")
        .annotate(schools=Count("pk"))
        .filter(schools=1)
        .values("user")
    )
    there = list(
        Membership.objects.in_force()
        .filter(role=Role.INDUCTION_TUTOR, user__in=with_one)
        .exclude(school__in=answered)
        .order_by("pk")
        .values_list("user", "user__email", "school__urn")
    )
    chance = random.Random(seed)
    acting = chance.sample(there, min(len(there), round(how_many)))
    return [
        Tutor(user, email, urn, year.start, trn) for (user, email, urn), trn in zip(acting, new_numbers(), strict=False)
    ]
