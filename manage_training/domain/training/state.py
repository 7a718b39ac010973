"""How somebody's training stands, in one word: one table, the first row that fits (rule T40). Its words: rule T41."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.dates import words
from manage_training.domain.teachers.models import Identity
from manage_training.domain.teachers.records import Induction
from manage_training.domain.training.models import Role, Status


class State(StrEnum):
    TO_BE_CHECKED = "to_be_checked"
    NOT_ELIGIBLE = "not_eligible"
    LEFT = "left"
    LEAVING = "leaving"
    JOINING = "joining"
    PAUSED = "paused"
    WITHDRAWN = "withdrawn"
    COMPLETED = "completed"
    WAITING_FOR_QTS = "waiting_for_qts"
    WAITING_FOR_INDUCTION = "waiting_for_induction"
    NO_MENTOR = "no_mentor"
    NO_PROVIDER = "no_provider"
    IN_TRAINING = "in_training"


class Audience(StrEnum):
    """Who reads it. Another audience learns less: a provider not why somebody may not train, a teacher no jargon."""

    SCHOOL = "school"
    TEACHER = "teacher"
    PROVIDER = "provider"  # lead providers and delivery partners
    APPROPRIATE_BODY = "appropriate_body"
    DFE = "dfe"


class Facts(NamedTuple):
    """What is known of one placement as it is today, or was on its last day, or will be on its first.

    `people.known` reads it, in the order of these fields. `mentor`, each of `mentees` and `record` are small
    dictionaries, as the database makes them.
    """

    pk: int
    teacher: int
    name: str  # the one they go by
    record_name: str  # empty until the record has confirmed it
    trn: str
    email: str
    role: str
    starts_on: date
    finishes_on: date | None
    identity: str
    without_training: int | None  # the year of a mentor who was trained before
    year: int | None  # that the training belongs to
    programme: str | None
    status: str | None
    expected_return_on: date | None
    lead_provider: str | None
    delivery_partner: str | None
    materials: str | None
    appropriate_body: str | None
    mentor: dict[str, Any] | None  # {"pk": ..., "name": ..., "since": "2022-09-01"}: the one they have, else will have
    mentees: list[dict[str, Any]]  # the same, of a mentor
    # What the teaching record said when it was last known who it is: qts_since, induction, induction_started_on,
    # prohibited, other_alerts; None where it has not been known yet.
    record: dict[str, Any] | None
    was_let_in: bool  # as an early career teacher, by an earlier check

    @property
    def is_ect(self) -> bool:
        return self.role == Role.ECT


class Row(NamedTuple):
    state: State
    when: Callable[[Facts, date], object]
    on: Callable[[Facts], date | None] = lambda facts: None
    reason: Callable[[Facts], str] = lambda facts: ""


class Standing(NamedTuple):
    """The state with the day and the reason that belong to it, where it has them."""

    state: State
    on: date | None = None
    reason: str = ""

    def label(self, audience: Audience) -> str:
        """What this audience reads (rule T41)."""
        said = LABELS[self.state][AUDIENCES.index(audience)]
        if self.on:
            return said.replace("DATE", words(self.on))
        return said.replace("REASON", self.reason) if self.reason else said.removesuffix(": REASON").split(" until ")[0]


IDENTITY_REFUSED = "we could not confirm who they are"
NOT_FOR_ECTS = {
    Induction.EXEMPT: "exempt from induction",
    Induction.FAILED: "induction failed",
    Induction.FAILED_IN_WALES: "induction failed",
}
ALREADY_PASSED = "induction completed already"
WAITS_FOR_INDUCTION = {Induction.NONE, Induction.REQUIRED}


def why_not_eligible(facts: Facts) -> str | None:
    """Why somebody may not train; empty where that is nobody's business, None where they may."""
    if facts.identity == Identity.REFUSED:
        return IDENTITY_REFUSED
    if facts.record is None:
        return None
    if facts.is_ect:
        if reason := NOT_FOR_ECTS.get(facts.record["induction"]):
            return reason
        if facts.record["induction"] == Induction.PASSED and not facts.was_let_in:
            return ALREADY_PASSED
    return "" if facts.record["prohibited"] else None


def to_be_checked(facts: Facts, today: date) -> bool:
    if facts.identity == Identity.TO_BE_CHECKED:
        return why_not_eligible(facts) is None
    if facts.record is None:
        return False
    odd = facts.is_ect and facts.record["induction"] == Induction.UNKNOWN
    return bool(odd or facts.record["other_alerts"]) and why_not_eligible(facts) is None


def completed(facts: Facts, today: date) -> bool:
    if not facts.is_ect:
        return facts.without_training is not None
    return facts.record is not None and facts.record["induction"] == Induction.PASSED


def without_provider(facts: Facts) -> bool:
    """Whether a provider still has to say that it trains them; where the school pays one, nobody tells us."""
    return facts.programme == Programme.FULL_INDUCTION and not facts.lead_provider


TABLE = [
    Row(State.TO_BE_CHECKED, to_be_checked),
    Row(
        State.NOT_ELIGIBLE,
        lambda facts, today: why_not_eligible(facts) is not None,
        reason=lambda facts: why_not_eligible(facts) or "",
    ),
    Row(State.LEFT, lambda facts, today: facts.finishes_on and facts.finishes_on < today),
    Row(State.LEAVING, lambda facts, today: facts.finishes_on, on=lambda facts: facts.finishes_on),
    Row(State.JOINING, lambda facts, today: facts.starts_on > today, on=lambda facts: facts.starts_on),
    Row(
        State.PAUSED,
        lambda facts, today: facts.status == Status.PAUSED,
        on=lambda facts: facts.expected_return_on,
    ),
    Row(State.WITHDRAWN, lambda facts, today: facts.status == Status.WITHDRAWN),
    Row(State.COMPLETED, completed),
    Row(
        State.WAITING_FOR_QTS,
        lambda facts, today: facts.is_ect and facts.record and not facts.record["qts_since"],
    ),
    Row(
        State.WAITING_FOR_INDUCTION,
        lambda facts, today: facts.is_ect and facts.record and facts.record["induction"] in WAITS_FOR_INDUCTION,
    ),
    Row(State.NO_MENTOR, lambda facts, today: facts.is_ect and not facts.mentor),
    Row(State.NO_PROVIDER, lambda facts, today: without_provider(facts)),
    Row(State.IN_TRAINING, lambda facts, today: True),
]

AUDIENCES = list(Audience)
LABELS = {
    State.TO_BE_CHECKED: (
        "Details to be checked",
        "We are checking your details",
        "Details being checked",
        "Details being checked",
        "Details to be checked",
    ),
    State.NOT_ELIGIBLE: (
        "Not eligible: REASON",
        "You cannot be trained in this role",
        "Not eligible",
        "Not eligible",
        "Not eligible: REASON",
    ),
    State.LEFT: ("Left", "You have left", "Left the school", "Left the school", "Left"),
    State.LEAVING: (
        "Leaving on DATE",
        "You leave on DATE",
        "Leaving the school on DATE",
        "Leaving the school on DATE",
        "Leaving on DATE",
    ),
    State.JOINING: (
        "Joining on DATE",
        "You start on DATE",
        "Joining the school on DATE",
        "Joining the school on DATE",
        "Joining on DATE",
    ),
    State.PAUSED: (
        "Paused until DATE",
        "Your training is paused until DATE",
        "Paused until DATE",
        "Training paused until DATE",
        "Paused until DATE",
    ),
    State.WITHDRAWN: ("Withdrawn", "Withdrawn from training", "Withdrawn", "Withdrawn from training", "Withdrawn"),
    State.COMPLETED: ("Completed", "You have completed it", "Completed", "Completed", "Completed"),
    State.WAITING_FOR_QTS: (
        "Waiting for QTS",
        "We wait for your qualified teacher status (QTS)",
        "Waiting for QTS",
        "Waiting for QTS",
        "Waiting for QTS",
    ),
    State.WAITING_FOR_INDUCTION: (
        "Waiting for induction to be registered",
        "We wait for your appropriate body to register your induction",
        "Waiting for induction to be registered",
        "Waiting for you to register the induction",
        "Waiting for induction to be registered",
    ),
    State.NO_MENTOR: (
        "No mentor yet",
        "You have no mentor yet",
        "No mentor yet",
        "No mentor yet",
        "No mentor yet",
    ),
    State.NO_PROVIDER: (
        "No provider yet",
        "Your training provider is not confirmed yet",
        "No provider yet",
        "No provider yet",
        "No provider yet",
    ),
    State.IN_TRAINING: ("In training", "You are in training", "In training", "In training", "In training"),
}


def plain_label(state: State) -> str:
    """What a school reads of a state, without the day or reason of one person."""
    return LABELS[state][0].removesuffix(": REASON").removesuffix(" DATE").removesuffix(" until").removesuffix(" on")


def state_of(facts: Facts, today: date) -> Standing:
    """How somebody's training stands: the first row of the table that fits (rule T40)."""
    row = next(row for row in TABLE if row.when(facts, today))
    return Standing(row.state, row.on(facts), row.reason(facts))
