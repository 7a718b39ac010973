"""The outside world of the opening day: a carrier that writes down what it is handed, and records of whoever is new."""

import json
import os
import random
import re
import time
from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path

from django.conf import settings

from manage_training.demo.england.names import a_name
from manage_training.demo.england.people import BETWEEN_TRNS, FIRST_TRN
from manage_training.domain.messages.port import Email
from manage_training.domain.teachers.records import Induction, Record

BORN = date(1999, 4, 12)


class Carrier:
    """Takes every message at once. The demo's mailbox would hide one that comes twice; here each leaves a line."""

    per_second = None

    def send(self, email: Email, *, again: bool) -> str:
        code = re.search(r"^\d{6}$", email.body, re.MULTILINE)
        line = {"message": email.message, "kind": email.kind, "to": email.to, "code": code.group() if code else ""}
        ledger = os.open(handed_over(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(ledger, f"{json.dumps(line)}\n".encode())  # one write, so that lines of several workers stay whole
        finally:
            os.close(ledger)
        return str(email.message)


def handed_over() -> Path:
    return settings.DATA_DIR / "handed-over.jsonl"


class Records:
    """Knows everybody whose number the invented England has not given to anybody."""

    def __init__(self, seconds: float) -> None:
        pass

    def find(self, trn: str) -> Record | None:
        time.sleep(settings.RECORDS_ANSWER_AFTER)
        if (int(trn) - FIRST_TRN) % BETWEEN_TRNS != 1:
            return None
        first, _, last = a_name(random.Random(trn)).partition(" ")
        return Record(trn, first, "", last, BORN, qts_since=date(2026, 5, 1), induction=Induction.NONE)

    def has_national_insurance_number(self, trn: str, number: str) -> bool:
        return False


def new_numbers() -> Iterator[str]:
    """TRNs of people who are in nobody's England yet."""
    return (str(number) for number in count(FIRST_TRN + 1, BETWEEN_TRNS))
