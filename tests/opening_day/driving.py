"""Sends requests at a rate that does not ask how fast the service is, each for the tutor who has waited longest.

A request's time counts from the moment when it was due, so a service that falls behind shows it.
"""

import asyncio
import heapq
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

import httpx2

from manage_training.domain.clock import now
from tests.opening_day.outside import handed_over
from tests.opening_day.tutors import Ask, Astray, AwaitMessage, Day, Told, Tutor

READS_FOR = 1.0  # seconds, on average, before somebody asks for the next page
PATIENCE = 30.0  # seconds for one answer
WARM_UP = 10.0  # seconds at the first rate that no figure counts: a new process reads its pages and plans its queries
CONNECTIONS = 64  # as a proxy keeps open to the service; what comes beyond that waits, and its time counts
LOOKS_FOR_MESSAGES = 0.1  # seconds between two looks


@dataclass
class Measured:
    """What a rate brought. The rate is that of requests a second."""

    rate: int
    began: datetime
    ended: datetime | None = None
    took: list[float] = field(default_factory=list)  # seconds from due to answered
    late: list[float] = field(default_factory=list)  # seconds from due to sent, which are the driver's
    errors: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    unused: int = 0  # nobody was left to ask


@dataclass
class Acting:
    """A tutor in the midst of their day."""

    tutor: Tutor
    day: Day
    http: httpx2.AsyncClient
    next: Ask
    requests: int = 0


class Crowd:
    """Those who act: who may ask next, who waits for a message, and who has not come yet."""

    def __init__(self, tutors: Iterator[Tutor], base: str, transport: httpx2.AsyncBaseTransport | None = None) -> None:
        self.newcomers, self.base = tutors, base
        self.transport = transport or httpx2.AsyncHTTPTransport(limits=httpx2.Limits(max_connections=None))
        self.free = asyncio.Semaphore(CONNECTIONS)
        self.ready: list[tuple[float, int, Acting]] = []
        self.in_order = count()
        self.for_a_message: dict[str, Acting] = {}
        self.codes: dict[str, str] = {}  # that came before somebody looked for them
        self.told: list[Told] = []
        self.whole_days: list[int] = []  # requests of each who came to the end
        self.astray: Counter[str] = Counter()
        self.chance = random.Random(7)
        self.read_to = 0

    def next(self, at: float) -> Acting | None:
        if self.ready and self.ready[0][0] <= at:
            return heapq.heappop(self.ready)[2]
        tutor = next(self.newcomers, None)
        return None if tutor is None else self.welcome(tutor)

    def welcome(self, tutor: Tutor) -> Acting:
        number = len(self.told)
        self.told.append(tutor.told)
        come_from = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        http = httpx2.AsyncClient(
            base_url=self.base,
            transport=self.transport,
            headers={"X-Forwarded-For": come_from, "Origin": self.base, "Sec-Fetch-Site": "same-origin"},
            timeout=PATIENCE,
            trust_env=False,
        )
        day = tutor.day()
        first = next(day)
        assert isinstance(first, Ask)
        return Acting(tutor, day, http, first)

    def go_on(self, acting: Acting, with_what: Any, at: float) -> None:
        """Let a tutor read what came. Raises `Astray`."""
        try:
            wants = acting.day.send(with_what)
        except StopIteration:
            self.whole_days.append(acting.requests)
            return
        if isinstance(wants, AwaitMessage):
            self.for_a_message[wants.to] = acting
            self.hand_out(wants.to)
            return
        acting.next = wants
        reads = 0.0 if wants.by_itself else self.chance.expovariate(1 / READS_FOR)
        heapq.heappush(self.ready, (at + reads, next(self.in_order), acting))

    async def watch_the_post(self) -> None:
        """Bring whoever waits for a message their code, as it is handed over."""
        while True:
            await asyncio.sleep(LOOKS_FOR_MESSAGES)
            if handed_over().exists():
                with handed_over().open("rb") as ledger:
                    ledger.seek(self.read_to)
                    new = ledger.read()
                whole = new[: new.rfind(b"\n") + 1]
                self.read_to += len(whole)
                self.bring(whole)

    def bring(self, lines: bytes) -> None:
        for line in lines.splitlines():
            message = json.loads(line)
            if message["kind"] == "sign_in":
                self.codes[message["to"]] = message["code"]
                self.hand_out(message["to"])

    def hand_out(self, to: str) -> None:
        """Let somebody go on whose message is there and who waits for it."""
        if to in self.codes and to in self.for_a_message:
            try:
                self.go_on(self.for_a_message.pop(to), self.codes.pop(to), asyncio.get_running_loop().time())
            except Astray as where:
                self.astray[str(where)] += 1


async def drive(crowd: Crowd, rate: int, seconds: float, sent: Callable[[], None]) -> Measured:
    """Send `rate` requests a second for so many seconds, and wait for the last answer."""
    loop = asyncio.get_running_loop()
    measured, under_way = Measured(rate, began=now()), set()
    begun = loop.time()
    for number in range(round(rate * seconds)):
        due = begun + number / rate
        await asyncio.sleep(max(0.0, due - loop.time()))
        acting = crowd.next(loop.time())
        if acting is None:
            measured.unused += 1
        else:
            under_way.add(task := asyncio.create_task(ask(crowd, acting, due, measured)))
            task.add_done_callback(under_way.discard)
        sent()
    await asyncio.gather(*under_way)
    measured.ended = now()
    return measured


async def ask(crowd: Crowd, acting: Acting, due: float, measured: Measured) -> None:
    loop, what = asyncio.get_running_loop(), acting.next
    acting.requests += 1
    measured.late.append(loop.time() - due)
    measured.kinds["posts" if what.posted is not None else "pages"] += 1
    try:
        async with crowd.free:
            answer = await acting.http.request("GET" if what.posted is None else "POST", what.url, data=what.posted)
        measured.took.append(loop.time() - due)
        crowd.go_on(acting, answer, loop.time())
    except httpx2.HTTPError as fault:
        measured.took.append(loop.time() - due)
        measured.errors[f"no answer ({type(fault).__name__})"] += 1
    except Astray as where:
        measured.errors["not what was asked for"] += 1
        crowd.astray[str(where)] += 1


async def drive_all(
    crowd: Crowd, rates: list[int], seconds: float, tell: Callable[[int], Callable[[], None]]
) -> list[Measured]:
    """Each rate in turn, after a warm-up; `tell` gives what is to be called for each request of a rate."""
    post = asyncio.create_task(crowd.watch_the_post())
    try:
        await drive(crowd, rates[0], WARM_UP, lambda: None)
        return [await drive(crowd, rate, seconds, tell(rate)) for rate in rates]
    finally:
        post.cancel()
