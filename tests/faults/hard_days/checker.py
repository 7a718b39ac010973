"""Compares what was acknowledged with what is there, by SQL of its own: it trusts neither our models nor our rules."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any, LiteralString

import psycopg
from psycopg.rows import dict_row

from tests.faults.hard_days.tutors import Entry, Ledger

MESSAGES = {"you_are_registered", "person_registered"}


@dataclass
class Verdict:
    """Each finding in words, under what it amounts to."""

    lost: list[str] = field(default_factory=list)
    partial: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    unasked: list[str] = field(default_factory=list)  # there, though it was refused or nobody asked

    def __str__(self) -> str:
        return ", ".join(f"{what} {len(found)}" for what, found in vars(self).items())

    @property
    def findings(self) -> list[str]:
        return [f"{what}: {words}" for what, found in vars(self).items() for words in found]


PLACEMENTS: LiteralString = """
    select place.id, place.school_id, place.role, place.email,
        coalesce(teacher.trn, teacher.claimed_trn) as trn,
        (select count(*) from training_trainingperiod period
         where period.placement_id = place.id and period.voided_at is null) as training,
        (select count(*) from events_event event
         where event.kind = 'person_registered' and event.subject_id = place.id) as events,
        (select count(*) from teachers_recordcheck looked where looked.teacher_id = teacher.id) as checks
    from training_placement place join teachers_teacher teacher on teacher.id = place.teacher_id
    where place.voided_at is null and coalesce(teacher.trn, teacher.claimed_trn) like '78%'"""
MENTORSHIPS: LiteralString = """
    select ect_id, array_agg(mentor_id order by id) as mentors, count(*) filter (where finishes_on is null) as going_on
    from training_mentorship where voided_at is null group by ect_id"""
YEARS: LiteralString = """
    select answer.school_id, answer.programme, (select count(*) from events_event event
        where event.kind = 'programme_chosen' and event.subject_id = answer.id) as events
    from programmes_schoolyear answer"""


class Checker:
    def __init__(self, url: str, ledger: Ledger, handed_over: list[str]) -> None:
        """`handed_over` are the references of the e-mails that the carrier took."""
        self.ledger, self.handed_over, self.verdict = ledger, Counter(handed_over), Verdict()
        with psycopg.connect(url, row_factory=dict_row) as connection:
            self.placements = connection.execute(PLACEMENTS).fetchall()
            self.mentorships = {row["ect_id"]: row for row in connection.execute(MENTORSHIPS)}
            self.years = connection.execute(YEARS).fetchall()
            self.messages = {row["dedupe_key"]: row for row in connection.execute("select * from messages_message")}
            self.jobs = connection.execute("select * from procrastinate_jobs where task_name = 'deliver'").fetchall()

    def check(self) -> Verdict:
        self.registrations()
        self.changes()
        self.school_years()
        self.outbox()
        return self.verdict

    def registrations(self) -> None:
        there: dict[tuple[str, str, int], list[dict[str, Any]]] = defaultdict(list)
        for row in self.placements:
            there[row["trn"], row["role"], row["school_id"]].append(row)
        for entry in self.entries("register"):
            rows = there.pop((entry.trn, entry.role, entry.school), [])
            who = f"{entry.role} {entry.trn}"
            if len(rows) > 1:
                self.verdict.doubled.append(f"{who} stands there {len(rows)} times")
            if entry.outcome == "done" and [row["id"] for row in rows] != [entry.placement]:
                self.verdict.lost.append(f"{who} was acknowledged as {entry.placement}")
            if entry.outcome == "refused" and rows:
                self.verdict.unasked.append(f"{who} was refused and is there")
            for row in rows:
                self.parts(who, row)
        self.verdict.unasked += [f"nobody registered {key}" for key in there]

    def parts(self, who: str, row: dict[str, Any]) -> None:
        """A registration is a placement, its training, a check of the record, an event, and two messages."""
        counts = {"training": row["training"], "events": row["events"], "checks of the record": row["checks"]}
        counts |= {kind: int(f"{kind} {row['id']}" in self.messages) for kind in MESSAGES}
        for part, number in counts.items():
            if number == 0:
                self.verdict.partial.append(f"{who} has no {part}")
            elif number > 1 and part != "checks of the record":  # one more is made when the first got no answer
                self.verdict.doubled.append(f"{who} has {number} {part}")

    def changes(self) -> None:
        emails = {row["id"]: row["email"] for row in self.placements}
        for entry in self.last_of("change email"):
            if entry.outcome == "done" and emails.get(entry.placement) != entry.about["email"]:
                self.verdict.lost.append(f"{entry.placement} was told that the address is {entry.about['email']}")
        for entry in self.last_of("assign mentor"):
            row = self.mentorships.get(entry.placement)
            if entry.outcome == "done" and not (row and row["mentors"][-1] == entry.about["mentor"]):
                self.verdict.lost.append(f"{entry.placement} was told that {entry.about['mentor']} mentors them: {row}")
        for ect, row in self.mentorships.items():
            if row["going_on"] > 1:
                self.verdict.doubled.append(f"{ect} has {row['going_on']} mentors")

    def school_years(self) -> None:
        answered = {row["school_id"]: row for row in self.years}
        for entry in self.last_of("set up"):
            row = answered.get(entry.school)
            if entry.outcome == "done" and not (row and row["programme"]):
                self.verdict.lost.append(f"school {entry.school} has set up its year")
            if row and row["events"] != 1:
                self.verdict.partial.append(f"school {entry.school} has {row['events']} events of setting up")

    def outbox(self) -> None:
        for key, row in self.messages.items():
            if row["state"] == "queued":
                self.verdict.stuck.append(f"{key} waits after {row['attempts']} attempts")
            times = self.handed_over[key]
            if row["state"] in ("sent", "delivered") and times == 0:
                self.verdict.lost.append(f"{key} counts as sent and was not")
            if times > 1:
                self.verdict.doubled.append(f"{key} was sent {times} times")
        self.verdict.unasked += [
            f"{key} was sent and is no message" for key in self.handed_over.keys() - self.messages.keys()
        ]
        for row in self.jobs:
            if row["status"] != "succeeded":
                self.verdict.stuck.append(f"job {row['id']} is {row['status']} after {row['attempts']} attempts")

    def entries(self, what: str) -> list[Entry]:
        return [entry for entry in self.ledger.entries if entry.what == what]

    def last_of(self, what: str) -> list[Entry]:
        """What was done last to each; nothing where it is not known what came of a later one."""
        last: dict[tuple[int, int], Entry] = {}
        for entry in self.entries(what):
            if entry.outcome != "refused":
                last[entry.school, entry.placement] = entry
        return list(last.values())
