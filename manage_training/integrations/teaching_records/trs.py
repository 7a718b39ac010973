"""The Teaching Record System (TRS), API version 3."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cache
from typing import Any

import httpx2
import stamina
import stamina.instrumentation
from django.conf import settings

from manage_training.domain.clock import today
from manage_training.domain.teachers.records import Induction, Record, RecordDeactivated, RecordsUnavailable

VERSION = "20260120"  # the first that answers 308 for a merged and 410 for a deactivated record
PROHIBITION = "b2b19019-b165-47a3-8745-3297ff152581"  # the category "Prohibition from teaching"
NO_SUCH_PERSON = 10001
CONNECT_SECONDS = 2
KEPT = httpx2.Limits(keepalive_expiry=60)  # seconds; what stands between may drop an idle connection a little later
TRIES = 3
LONGEST_ANSWER = 1_000_000  # bytes; a record has a few thousand
BUSY_FOR = timedelta(seconds=60)  # their window, where a 429 does not say how long

stamina.instrumentation.set_on_retry_hooks([])  # its own would log what was called with: TRNs


def from_settings(seconds: float) -> "TRS":
    """The adapter that the settings describe."""
    return TRS(connected_to(settings.TRS_URL, settings.TRS_API_KEY), seconds=seconds)


@cache
def connected_to(base_url: str, api_key: str) -> httpx2.Client:
    """What all threads of this process ask with, so that a question need not wait for a connection of its own."""
    return httpx2.Client(
        base_url=base_url,
        headers={"Authorization": f"Bearer {api_key}", "X-Api-Version": VERSION, "Accept": "application/json"},
        follow_redirects=False,  # a merged record's address drops our parameters
        limits=KEPT,
    )


class TRS:
    """The adapter of `TeachingRecords`. `seconds` is the deadline of one question with its retries: 5 while a person
    waits, 10 in the background. A server that drips its answer meets the deadline too.
    """

    def __init__(self, http: httpx2.Client, *, seconds: float) -> None:
        self.http, self.seconds = http, seconds

    def find(self, trn: str) -> Record | None:
        with unavailable_if_broken():
            deadline = time.monotonic() + self.seconds
            answer = self._get(trn, {"include": "Induction,Alerts"}, deadline)
            merged_from = ""
            if answer.status_code == 308:
                merged_from, trn = trn, answer.headers["Location"].rstrip("/").rsplit("/", 1)[-1].split("?")[0]
                answer = self._get(trn, {"include": "Induction,Alerts"}, deadline)
            if answer.status_code == 410:
                raise RecordDeactivated
            if nobody_has_it(answer):
                return None
            return read(answer.raise_for_status().json(), merged_from=merged_from)

    def has_national_insurance_number(self, trn: str, number: str) -> bool:
        with unavailable_if_broken():
            deadline = time.monotonic() + self.seconds
            answer = self._get(trn, {"nationalInsuranceNumber": number}, deadline)
            return not nobody_has_it(answer) and bool(answer.raise_for_status().json()["trn"])

    def _get(self, trn: str, parameters: Mapping[str, str], deadline: float) -> httpx2.Response:
        """One question. What may pass by itself is asked again with back-off, as long as the deadline allows."""
        left = max(deadline - time.monotonic(), 0.05)
        for attempt in stamina.retry_context(
            on=may_pass, attempts=TRIES, timeout=left, wait_initial=0.2, wait_jitter=0.2
        ):
            with attempt:
                answer = self._read(f"/v3/persons/{trn}", parameters, deadline)
                if answer.status_code == 429:
                    seconds = answer.headers.get("Retry-After", "")
                    wait = timedelta(seconds=int(seconds)) if seconds.isdecimal() else BUSY_FOR
                    raise RecordsUnavailable("busy", wait)
                if answer.status_code >= 500:
                    raise ServerTrouble(str(answer.status_code))
        return answer

    def _read(self, path: str, parameters: Mapping[str, str], deadline: float) -> httpx2.Response:
        # The client's own time-out is for each read; only we can tell that the whole answer takes too long.
        left = deadline - time.monotonic()
        if left <= 0:
            raise RecordsUnavailable("deadline passed")
        timeout = httpx2.Timeout(left, connect=min(left, CONNECT_SECONDS))
        with self.http.stream("GET", path, params=dict(parameters), timeout=timeout) as answer:
            body = bytearray()
            for chunk in answer.iter_bytes():
                body += chunk
                if time.monotonic() > deadline or len(body) > LONGEST_ANSWER:
                    raise RecordsUnavailable("answer too slow or too long")
        return httpx2.Response(
            answer.status_code, headers=plain(answer.headers), content=bytes(body), request=answer.request
        )


class ServerTrouble(Exception):
    """A 5xx: theirs, and it may pass."""


def may_pass(fault: Exception) -> bool:
    return isinstance(fault, ServerTrouble | httpx2.TransportError)


def plain(headers: httpx2.Headers) -> dict[str, str]:
    """The headers of a body that has been decoded already."""
    return {name: value for name, value in headers.items() if name not in ("content-encoding", "transfer-encoding")}


def nobody_has_it(answer: httpx2.Response) -> bool:
    """Whether a 404 says that nobody has the number; any other 404 says that we asked wrongly, and so raises."""
    if answer.status_code != 404:
        return False
    if answer.json().get("errorCode") != NO_SUCH_PERSON:
        raise RecordsUnavailable("404 without the error code: our address or version is wrong")
    return True


@contextmanager
def unavailable_if_broken() -> Iterator[None]:
    try:
        yield
    except httpx2.HTTPStatusError as fault:
        raise RecordsUnavailable(f"status {fault.response.status_code}") from None  # 401 and 403: our key is wrong
    except (
        httpx2.HTTPError,
        httpx2.InvalidURL,
        ServerTrouble,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
    ) as fault:
        # The words of the fault may hold a TRN, so only its kind goes on.
        raise RecordsUnavailable(type(fault).__name__) from None


def read(person: Mapping[str, Any], *, merged_from: str = "") -> Record:
    """A record out of their JSON. Raises KeyError, TypeError or ValueError where it is not as their contract says."""
    induction = person.get("induction") or {}
    word = induction.get("status", Induction.NONE)
    open_alerts = [alert for alert in person.get("alerts") or [] if is_open(alert)]
    prohibitions = [
        alert for alert in open_alerts if alert["alertType"]["alertCategory"]["alertCategoryId"] == PROHIBITION
    ]
    qts = person["qts"]
    return Record(
        trn=seven_digits(person["trn"]),
        first_name=text(person["firstName"]),
        middle_name=text(person.get("middleName") or ""),
        last_name=text(person["lastName"]),
        date_of_birth=date.fromisoformat(person["dateOfBirth"]),
        qts_since=date.fromisoformat(qts["holdsFrom"]) if qts else None,
        induction=Induction(word) if word in set(Induction) else Induction.UNKNOWN,
        induction_started_on=date.fromisoformat(induction["startDate"]) if induction.get("startDate") else None,
        prohibited=bool(prohibitions),
        other_alerts=len(open_alerts) > len(prohibitions),
        merged_from=merged_from,
    )


def is_open(alert: Mapping[str, Any]) -> bool:
    """Whether an alert still holds; one whose end cannot be read does, so that nobody slips through."""
    try:
        return not alert["endDate"] or date.fromisoformat(alert["endDate"]) > today()
    except (KeyError, ValueError, TypeError):
        return True


def seven_digits(trn: object) -> str:
    if not (isinstance(trn, str) and len(trn) == 7 and trn.isdecimal()):
        raise ValueError("a TRN has seven digits")
    return trn


def text(words: object) -> str:
    if not isinstance(words, str):
        raise TypeError("a name is text")
    return words.strip()
