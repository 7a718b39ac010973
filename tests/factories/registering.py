"""Registering somebody as a page would, once the record service has said who they are."""

from datetime import date
from typing import Any
from uuid import uuid4

from manage_training.domain.events.actor import Actor
from manage_training.domain.schools.models import School
from manage_training.domain.teachers.check import Asked, Verdict, check_for_draft
from manage_training.domain.teachers.records import Induction, Record, TeachingRecords
from manage_training.domain.training.models import Placement
from manage_training.domain.training.register import register
from manage_training.integrations.teaching_records.invented import InventedRecords

BORN = date(1999, 4, 12)
PRIYA = "9100001"
FIRST_DAY = date(2022, 9, 1)


def a_record(trn: str = PRIYA, first: str = "Priya", last: str = "Sharma", **facts: Any) -> Record:
    """Somebody who may be registered, and whose induction has begun, unless told."""
    facts = {"qts_since": date(2022, 7, 1), "induction": Induction.IN_PROGRESS, "date_of_birth": BORN} | facts
    return Record(trn, first, "", last, **facts)


def registered(
    at: School,
    *,
    by: Actor,
    records: TeachingRecords | None = None,
    role: str = "ect",
    trn: str = PRIYA,
    born: date = BORN,
    number_given: bool = False,
    **more: Any,
) -> Placement:
    """Register Priya Sharma from 1 September 2022, unless told who else, and what the record service has."""
    records = InventedRecords(a_record()) if records is None else records
    draft, asked = uuid4(), Asked(trn, born, number_given)
    verdict: Verdict = check_for_draft(draft, role, asked, records=records)  # type: ignore[arg-type]
    more = {"email": f"teacher.{trn}@school.example", "starts_on": FIRST_DAY, "typed_name": "Robin Unsure"} | more
    return register(at, role, verdict=verdict, asked=asked, draft=draft, by=by, **more)  # type: ignore[arg-type]


def out_of_order(*trns: str) -> InventedRecords:
    """A record service that has no answer for these TRNs."""
    return InventedRecords(a_record(), silent=frozenset(trns or (PRIYA,)))
