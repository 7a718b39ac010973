"""Who is at a school, with all that its list, its file and a person's record say of them: one query for everybody."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest, JSONObject, Least, NullIf

from manage_training.domain.events.actor import Actor
from manage_training.domain.events.record import record
from manage_training.domain.limits.allow import allow
from manage_training.domain.prepared import Prepared
from manage_training.domain.schools.folding import fold
from manage_training.domain.schools.models import School
from manage_training.domain.teachers.judge import NOT_IDENTIFIED, Outcome
from manage_training.domain.teachers.models import RecordCheck
from manage_training.domain.training.models import Mentorship, Placement, Role
from manage_training.domain.training.state import Facts, Standing, State, state_of
from manage_training.domain.training.whats_next import next_step

STREAMED = 1_000  # rows that the database hands over at a time


def name_of(teacher: str) -> Coalesce:
    """The name of a teacher as `str(teacher)` says it; `teacher` is the way to them ("teacher__")."""
    return Coalesce(
        NullIf(f"{teacher}preferred_name", Value("")),
        NullIf(f"{teacher}record_name", Value("")),
        f"{teacher}claimed_name",
    )


def as_of(today: date) -> Greatest:
    """The day of a placement that says how it stands: today, or its last day, or its first."""
    return Greatest("starts_on", Least(Value(today), F("finishes_on")))


def known(placements: QuerySet[Placement], today: date) -> QuerySet[Any, tuple[Any, ...]]:
    """The `Facts` of these placements, as tuples in the order of its fields. One query, however many there are."""
    day = as_of(today)
    together = Mentorship.objects.in_force().filter(Q(finishes_on=None) | Q(finishes_on__gte=OuterRef("day")))
    mentor = together.filter(ect=OuterRef("pk")).order_by("starts_on").values(one=somebody("mentor"))
    mentees = together.filter(mentor=OuterRef("pk")).order_by("starts_on", "pk").values(one=somebody("ect"))
    checks = RecordCheck.objects.filter(teacher=OuterRef("teacher"))
    last = checks.filter(said__has_key="induction").exclude(reason__in=NOT_IDENTIFIED).order_by("-pk")
    names = ["qts_since", "induction", "induction_started_on", "prohibited", "other_alerts"]
    said = last.values(one=JSONObject(**{name: f"said__{name}" for name in names}))
    rows = placements.annotate(
        day=day,
        now=FilteredRelation(
            "training",
            condition=Q(training__voided_at=None, training__starts_on__lte=day)
            & (Q(training__finishes_on=None) | Q(training__finishes_on__gte=day)),
        ),
        name=name_of("teacher__"),
        known_trn=Coalesce("teacher__trn", "teacher__claimed_trn"),
        provider=Coalesce("now__partnership__lead_provider__name", "now__lead_provider__name"),
        partner=Coalesce("now__partnership__delivery_partner__name", "now__delivery_partner__name"),
        their_mentor=Case(When(role=Role.ECT, then=Subquery(mentor[:1]))),
        their_mentees=Case(When(role=Role.MENTOR, then=ArraySubquery(mentees)), default=Value([])),
        record=Subquery(said[:1]),
        was_let_in=Exists(checks.filter(outcome=Outcome.MATCHED, said__role=Role.ECT)),
    )
    return rows.values_list(
        "pk",
        "teacher",
        "name",
        "teacher__record_name",
        "known_trn",
        "email",
        "role",
        "starts_on",
        "finishes_on",
        "teacher__identity",
        "year",
        Coalesce("now__year", "year"),
        "now__programme",
        "now__status",
        "now__expected_return_on",
        "provider",
        "partner",
        "now__materials__name",
        "now__appropriate_body__name",
        "their_mentor",
        "their_mentees",
        "record",
        "was_let_in",
    )


def at_school(school: int, today: date) -> QuerySet[Any, Any]:
    return known(Placement.objects.in_force().filter(school=school), today)


def one_at_school(school: int, pk: int, today: date) -> QuerySet[Any, Any]:
    return known(Placement.objects.in_force().filter(school=school, pk=pk), today)


# Writing one of these anew takes Django 4 ms, longer than the database takes to answer it.
KNOWN_AT_SCHOOL = Prepared(at_school, school=int, today=date)
KNOWN_OF_ONE = Prepared(one_at_school, school=int, pk=int, today=date)


def somebody(role: str) -> JSONObject:
    """The other one of a mentorship, as `Facts` holds them."""
    return JSONObject(pk=role, name=name_of(f"{role}__teacher__"), since="starts_on")


@dataclass(frozen=True)
class Wanted:
    """Which people to list; empty fields leave nobody out. `words` are of a name, or a TRN."""

    words: str = ""
    year: int | None = None
    role: Role | None = None
    state: State | None = None


@dataclass(frozen=True)
class Person:
    """Somebody in a list: what is known, how it stands, and what to do next."""

    facts: Facts
    standing: Standing
    next_step: str


def placements_of(school: School) -> QuerySet[Placement]:
    """Everybody who is, was or will be at a school; not who was registered by mistake."""
    return Placement.objects.in_force().filter(school=school)


def people_of(school: School, today: date) -> list[Person]:
    """A school's people in the order of its list: newest year first, early career teachers before mentors, those
    without a mentor before the others, who has left at the end, then by name (rule T43). One query.
    """
    rows = KNOWN_AT_SCHOOL(school=school.pk, today=today)
    found = (person(facts, today) for facts in facts_of(row.values() for row in rows))
    return sorted(found, key=place_in_list)


def known_of_one(school: School, pk: int, today: date) -> Facts | None:
    """What is known of a placement at a school; None where the school has none of that id."""
    return next(facts_of(row.values() for row in KNOWN_OF_ONE(school=school.pk, pk=pk, today=today)), None)


def narrow(people: Iterable[Person], wanted: Wanted) -> list[Person]:
    """Those of the people who are wanted, in the order they came."""
    return [each for each in people if is_wanted(each, wanted)]


def download(school: School, today: date, *, by: Actor) -> Iterator[Person]:
    """The same people for a file: as many as there are, never all of them in memory, in no order to rely on.

    The school's history says who took it. Raises `LimitReached` after twenty in an hour. Outside a transaction.
    """
    allow("downloads of a school's people", f"{by.kind} {by.id}")
    record("people_downloaded", about=school, by=by, school=school.pk)
    rows = known(placements_of(school), today).order_by("pk").iterator(chunk_size=STREAMED)
    return (person(facts, today) for facts in facts_of(rows))


def facts_of(rows: Iterable[Iterable[Any]]) -> Iterator[Facts]:
    return map(Facts._make, rows)


def person(facts: Facts, today: date) -> Person:
    """How somebody stands on a day, and what is next for them (rules T40 and T42)."""
    standing = state_of(facts, today)
    return Person(facts, standing, next_step(facts, standing))


def is_wanted(each: Person, wanted: Wanted) -> bool:
    return (
        (wanted.year is None or each.facts.year == wanted.year)
        and (wanted.role is None or each.facts.role == wanted.role)
        and (wanted.state is None or each.standing.state == wanted.state)
        and bears(each.facts, wanted.words)
    )


def bears(facts: Facts, typed: str) -> bool:
    """Whether every word that was typed begins a word of the name or the TRN; accents and case make no difference."""
    words = [*fold(facts.name).split(), facts.trn]
    return all(any(word.startswith(begun) for word in words) for begun in fold(typed).split())


def place_in_list(each: Person) -> tuple[object, ...]:
    facts = each.facts
    return (
        -(facts.year or 0),
        not facts.is_ect,
        each.standing.state == State.LEFT,
        facts.is_ect and facts.mentor is not None,
        fold(facts.name),
        facts.pk,
    )
