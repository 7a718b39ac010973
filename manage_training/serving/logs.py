"""What may stand in a log: no address of a page, as some hold a secret, and nothing that somebody typed. Rule O2.

What comes from outside cannot begin a line of its own, and so cannot pass for one of ours.
"""

import json
import logging
import re
import traceback
from collections.abc import Iterator
from copy import copy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from manage_training.web.operations import request_id

ROW = re.compile(r"^(DETAIL: ).*$", re.MULTILINE)  # "Key (lower(email))=(rose@school.example) already exists."
ON_ONE_LINE = str.maketrans({"\n": "\\n", "\r": "\\r"})
ROOT = Path(__file__).resolve().parents[2]
FIELDS = ("route", "method", "status", "milliseconds", "user")  # what a line of ours may say of a request
# Whose words hold numbers and routes only: ours (a test reads them), the worker's, whose jobs take ids, and these.
KNOWN = ("manage_training", "procrastinate", "granian", "_granian", "psycopg.pool", "django.request", "django.security")


class Lines(logging.Formatter):
    """For a person at a terminal: time, weight, who says it, what; a page under the name of its route."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        return super().format(by_route(to_be_said(record)))

    def formatMessage(self, record: logging.LogRecord) -> str:
        record.message = record.message.translate(ON_ONE_LINE)
        return super().formatMessage(record)

    def formatException(self, ei: object) -> str:
        return ROW.sub(r"\1left out", super().formatException(ei))  # type: ignore[arg-type]


class Json(logging.Formatter):
    """For production: one JSON object on one line, with the name of the request.

    Of a fault it says its kind and its place. Its words are left out, as they may quote what somebody typed.
    """

    def format(self, record: logging.LogRecord) -> str:
        record = to_be_said(record)
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "event": event_of(record),
            "request_id": request_id.current() or None,
        }
        line |= {name: getattr(record, name, None) for name in FIELDS}
        if record.exc_info and record.exc_info[1]:
            line["faults"] = list(faults_of(record.exc_info[1]))
        return json.dumps({name: value for name, value in line.items() if value is not None}, ensure_ascii=False)


def to_be_said(record: logging.LogRecord) -> logging.LogRecord:
    """The record; but what a sender did wrong (a form that is too large, a host that is not ours) is no error of ours.

    Django says where we noticed, and quotes what was sent. Who watches needs to know of which kind it was.
    """
    group, _, kind = record.name.rpartition(".")
    if group != "django.security":
        return record
    record = copy(record)
    record.levelno, record.levelname = logging.WARNING, "WARNING"
    record.msg, record.args = "refused what was sent (%s)", (kind,)
    record.exc_info = record.exc_text = None
    return record


def by_route(record: logging.LogRecord) -> logging.LogRecord:
    """The record with a page's route in place of its address."""
    request, arguments = getattr(record, "request", None), record.args
    if request is None or not isinstance(arguments, tuple):
        return record
    match = getattr(request, "resolver_match", None)
    page = f"{request.method} /{match.route}" if match else f"{request.method} of no page"
    record = copy(record)
    record.args = tuple(page if argument == request.path else argument for argument in arguments)
    return record


def event_of(record: logging.LogRecord) -> str:
    """What is said. Of a library that we do not know only the words that are the same each time, or else the place."""
    if record.name.startswith(KNOWN):
        return by_route(record).getMessage()
    if record.args and isinstance(record.msg, str):
        return record.msg
    return f"said at {short(record.pathname)}:{record.lineno}"


def faults_of(fault: BaseException | None) -> Iterator[dict[str, Any]]:
    """A fault and those that led to it, the last first: kind, places, and what the database calls a broken rule.

    Faults may have led to one another in a circle, as when a library raises one again that it has kept.
    """
    told: list[BaseException] = []
    while fault is not None and all(fault is not each for each in told):
        told.append(fault)
        said: dict[str, Any] = {"kind": f"{type(fault).__module__}.{type(fault).__qualname__}"}
        said["places"] = [
            f"{short(frame.filename)}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(fault.__traceback__)
        ]
        if diagnosis := getattr(fault, "diag", None):
            said |= {"sqlstate": diagnosis.sqlstate, "constraint": diagnosis.constraint_name}
        yield said
        fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)


def short(path: str) -> str:
    """A file as we name it: from the top of this project, or of the library that it belongs to."""
    inside = path.rpartition("site-packages/")[2]
    return inside if inside != path else path.removeprefix(f"{ROOT}/")
