"""Tutors at work over HTTP, and a ledger of what the service has told them."""

import random
import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx2
from django.conf import settings

from tests.faults.hard_days.outside import BORN
from tests.journeys.browse import Browser

PATIENCE = 90.0  # seconds for which somebody presses the button again
GIVES_UP, SENDS_TWICE, TWO_TABS, LOSES_THE_ANSWER = 0.05, 0.08, 0.08, 0.12
MOST_PAGES = 25


class GaveUp(Exception):
    """The tutor saw no answer to the last button, and went home."""


@dataclass
class Entry:
    """What somebody set out to do, and what came of it as far as they were told."""

    what: str
    school: int
    trn: str = ""
    role: str = ""
    outcome: str = "unknown"  # until it is "done" or "refused"
    placement: int = 0
    about: dict[str, Any] = field(default_factory=dict)


class Ledger:
    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.lock = threading.Lock()
        self.trns = count(7_800_001)
        self.troubles: Counter[str] = Counter()
        self.broken: list[str] = []  # answers that must never be: 500 and the like

    def begin(self, what: str, school: int, **more: Any) -> Entry:
        with self.lock:
            entry = Entry(what, school, **more)
            self.entries.append(entry)
        return entry

    def next_trn(self) -> str:
        with self.lock:
            return str(next(self.trns))


class Answer:
    """An answer as the test client gives it, which is what `Browser` reads."""

    def __init__(self, answer: httpx2.Response, chain: list[tuple[str, int]]) -> None:
        self.status_code, self.content, self.redirect_chain = answer.status_code, answer.content, chain
        self.headers = answer.headers

    def __getitem__(self, name: str) -> str:
        return str(self.headers[name])


class Wire:
    """A person's browser: it sends again what got no answer, and sometimes what did."""

    def __init__(self, base: str, cookie: str, ledger: Ledger, chance: random.Random) -> None:
        self.http = httpx2.Client(base_url=base, timeout=25)
        # With its place said, so that a new cookie from the service takes its place.
        self.http.cookies.set(settings.SESSION_COOKIE_NAME, cookie, domain=self.http.base_url.host)
        self.ledger, self.chance = ledger, chance
        self.gives_up = False  # whether this one would rather go home than press again

    def get(self, url: str, headers: object = None, follow: bool = True) -> Answer:
        chain: list[tuple[str, int]] = []
        answer = self.ask("GET", url)
        while answer.is_redirect:
            url = str(httpx2.URL(url).join(answer.headers["location"]))
            chain.append((url, answer.status_code))
            answer = self.ask("GET", url)
        return Answer(answer, chain)

    def post(self, url: str, data: dict[str, Any], headers: object = None) -> Answer:
        answer = self.ask("POST", url, data)
        if self.chance.random() < SENDS_TWICE:
            answer = self.ask("POST", url, data)
        return Answer(answer, [])

    def ask(self, method: str, url: str, data: dict[str, Any] | None = None) -> httpx2.Response:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                answer = self.http.request(method, url, data=data)
                if method == "POST" and self.chance.random() < LOSES_THE_ANSWER:
                    raise httpx2.ReadError("The answer was lost on its way")
                if answer.status_code < 500:
                    return answer
                trouble = str(answer.status_code)
                if answer.status_code != 503 or b"<h1" not in answer.content:
                    self.ledger.broken.append(f"{method} {re.sub('[0-9a-f-]{36}', 'draft', url)}: {trouble}")
            except httpx2.TransportError as fault:
                trouble = type(fault).__name__
            self.ledger.troubles[trouble] += 1
            if self.gives_up and self.chance.random() < 0.5:
                raise GaveUp
            if time.monotonic() > end:
                raise TimeoutError(f"{method} {url} got no answer in {PATIENCE:.0f} seconds: {trouble}")
            time.sleep(0.1)


class Tutor:
    """Works for one school, one thing after the other."""

    def __init__(self, base: str, team: dict[str, Any], ledger: Ledger, chance: random.Random) -> None:
        self.base, self.team, self.ledger, self.chance = base, team, ledger, chance
        self.tabs: list[Wire] = []
        self.wire = self.another_tab()
        self.people: list[Entry] = []
        self.mentors: list[int] = [team["mentor"]] if team["set_up"] else []

    def another_tab(self) -> Wire:
        self.tabs.append(Wire(self.base, self.team["cookie"], self.ledger, self.chance))
        return self.tabs[-1]

    def go_home(self) -> None:
        for tab in self.tabs:
            tab.http.close()

    def do_something(self) -> None:
        if not self.team["set_up"]:
            return self.set_up_the_year()
        ects = [each for each in self.people if each.role == "ect" and each.outcome == "done"]
        if len(ects) < 2:
            return self.register("ect")
        draw = self.chance.random()
        if draw < 0.45:
            return self.register("ect")
        if draw < 0.6 or not self.mentors:
            return self.register("mentor")
        if draw < 0.8:
            return self.change_email(self.chance.choice(ects))
        return self.assign_mentor(self.chance.choice(ects))

    def pages(self, path: str) -> Browser:
        self.wire.gives_up = False
        return Browser(f"/schools/{self.team['urn']}/{path}", client=self.wire)  # type: ignore[arg-type]

    def set_up_the_year(self) -> None:
        entry = self.ledger.begin("set up", self.team["school"], about={"year": self.team["year"]})
        pages = self.pages(f"years/{self.team['year']}/programme/")
        pages.go_on({"programme": "full_induction_programme"}, {"body_kind": "not_appointed"})
        self.press(pages, entry, "your training information")
        self.team["set_up"] = entry.outcome == "done"

    def register(self, role: str) -> None:
        trn = self.ledger.next_trn()
        entry = self.ledger.begin("register", self.team["school"], trn=trn, role=role)
        # Notify takes what is for "lost", and its answer is lost on its way.
        name = "lost" if self.chance.random() < 0.1 else "teacher"
        typed = {
            "role": role,
            "which_mentor": "somebody_else",
            "trn": trn,
            "right_person": "yes",
            "typed_name": f"Teacher Number {trn}",
            "email": f"{name}@t{trn}.example",
            "mentor": str(self.mentors[0]) if self.mentors else "",
            "body_kind": "not_appointed",
            **day("date_of_birth", BORN),
            **day("starts_on", time.strftime("%Y-%m-%d")),
        }
        pages = self.pages("add-person/")
        pages.get(pages.start)
        for _ in range(MOST_PAGES):
            asked = {name: typed[name] for name in names_of(pages.main) if name in typed}
            if not asked:
                break
            pages.send({**pages.carried, **{name.replace("__", "-"): value for name, value in asked.items()}})
        self.press(pages, entry, "has been added")
        if entry.outcome == "done":
            entry.placement = int(re.findall(r"MT-(\d+)", pages.words)[0])
            self.people.append(entry)
            if role == "mentor":
                self.mentors.append(entry.placement)

    def change_email(self, person: Entry) -> None:
        new = f"new{len(self.ledger.entries)}@t{person.trn}.example"
        about = {"email": new}
        entry = self.ledger.begin("change email", self.team["school"], placement=person.placement, about=about)
        pages = self.pages(f"people/{person.placement}/email/")
        pages.get(pages.start)
        self.press(pages, entry, "You have changed the email address", email=new)

    def assign_mentor(self, person: Entry) -> None:
        mentor = self.chance.choice(self.mentors)
        about = {"mentor": mentor}
        entry = self.ledger.begin("assign mentor", self.team["school"], placement=person.placement, about=about)
        pages = self.pages(f"people/{person.placement}/mentor/")
        pages.go_on({"mentor": str(mentor)})
        self.press(pages, entry, "mentor", **day("starts_on", time.strftime("%Y-%m-%d")))

    def press(self, pages: Browser, entry: Entry, words: str, **typed: str) -> None:
        """Press the last button, and note what the page that comes says."""
        if self.chance.random() < TWO_TABS:
            tab = Browser(pages.start, client=self.another_tab())  # type: ignore[arg-type]
            tab.get(pages.url)
            tab.answer(**typed)
        self.wire.gives_up = self.chance.random() < GIVES_UP
        pages.answer(**typed)
        answer = pages.page
        if answer.status_code == 200 and "/done/" in pages.url and words in pages.words:
            entry.outcome = "done"
        elif answer.status_code == 422:
            entry.outcome, entry.about["words"] = "refused", pages.words
        else:
            self.ledger.broken.append(f"{entry.what} ended with {answer.status_code}: {pages.words[:300]}")


def names_of(page: str) -> set[str]:
    """The fields of the page's form, a date's three as their names are typed."""
    return {name.replace("-", "__") for name in re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', page)}


def day(name: str, iso: str) -> dict[str, str]:
    year, month, day = iso.split("-")
    return {f"{name}__day": str(int(day)), f"{name}__month": str(int(month)), f"{name}__year": year}
