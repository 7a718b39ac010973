"""Random histories of people who move between three schools: what holds after each step. Rules T3 to T5, V3, V8 and V9.

The oracle reads rows and compares days itself; it knows nothing of constraints or of how the domain moves people.
"""

import os
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.clock import today
from manage_training.domain.events.models import Event
from manage_training.domain.refusal import Refusal
from manage_training.domain.schools.models import School
from manage_training.domain.teachers.models import Teacher
from manage_training.domain.training.assign_mentor import assign_mentor
from manage_training.domain.training.correct_last_day import correct_last_day
from manage_training.domain.training.models import Mentorship, Placement, ReportedBy, Role, TrainingPeriod, Transfer
from manage_training.domain.training.remove import remove
from manage_training.domain.training.undo_transfer import undo_transfer
from tests.database import undone
from tests.factories.accounts import a_tutor, actor
from tests.factories.programmes import a_school_year
from tests.factories.registering import PRIYA, registered
from tests.factories.training import a_teacher
from tests.factories.transfers import AMBITION, TEACH_FIRST, a_school_with, in_training_at, moved
from tests.factories.years import every_year

HISTORIES = int(os.environ.get("HISTORIES", "25"))
BEGIN = date(2022, 9, 5)
DAYS = st.integers(-40, 60)  # from the day of the step
OFTEN = ["join", "join", "undo", "undo", "correct"]
WHAT = [*OFTEN, *OFTEN, "register", "void", "mentor", "tell", "mentor moves"]
STEPS = st.tuples(
    st.sampled_from(WHAT),
    st.integers(0, 2),  # at which school
    DAYS,
    st.booleans(),  # goes on with their programme; leaves, of a mentor
    st.integers(0, 9),  # days that pass before it
)


BEGINNING = [("register", 0, -30, True, 0), ("mentor", 0, -30, True, 0)]


@dataclass
class World:
    schools: list[School]
    tutors: list[object]
    mentors: list[Teacher]
    # What a school itself has told of a last day, by placement, and after which event.
    told: dict[int, tuple[date | None, int]] = field(default_factory=dict)
    before: dict[int, dict[str, object]] = field(default_factory=dict)  # how things stood, by transfer


@pytest.fixture
def world(db):
    with time_machine.travel("2022-09-05T10:00:00+01:00", tick=False):
        every_year()
        schools = [
            a_school_with("Beacon Academy", TEACH_FIRST),
            a_school_with("ACME Primary School", AMBITION),
            a_school_with("Oakfield", None, programme=Programme.CORE_INDUCTION),
        ]
        for school in schools:
            a_school_year(school, year=2022)
        mentors = [a_teacher(f"Mentor of {school}") for school in schools]
        for school, mentor in zip(schools, mentors, strict=True):
            in_training_at(school, mentor, role=Role.MENTOR, partnership=None)
        return World(schools, [actor(a_tutor(at=school)) for school in schools], mentors)


@given(steps=st.lists(STEPS, min_size=4, max_size=14))
@settings(
    max_examples=HISTORIES, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_happens_days_never_overlap_and_history_explains_them(world, steps):
    now = BEGIN
    with undone():
        world.told.clear()
        world.before.clear()
        for what, which, offset, yes, pause in [*BEGINNING, *steps]:
            now += timedelta(days=pause)
            with time_machine.travel(f"{now}T10:00:00+01:00", tick=False):
                with suppress(Refusal), transaction.atomic():
                    do(world, what, which, now + timedelta(days=offset), yes)
                nothing_overlaps()
                history_explains_the_days(world)
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")


def do(world: World, what: str, which: int, day: date, yes: bool) -> None:
    school, tutor = world.schools[which], world.tutors[which]
    here = Placement.objects.in_force().filter(school=school, role=Role.ECT).order_by("-starts_on").first()
    match what:
        case "register":
            placement = registered(school, by=tutor, starts_on=day, email=f"{school.urn}@school.example")
            world.told[placement.pk] = None, 0
        case "join":
            teacher = Teacher.objects.filter(trn=PRIYA).first()
            if teacher:
                join(world, teacher, school, tutor, day, yes)
        case "mentor moves":
            mentor = world.mentors[(which + 1) % 3]
            moved(Placement(teacher=mentor), school, starts_on=day, by=tutor, leaves=yes)
        case "undo":
            if done := the_last_transfer():
                undo_transfer(done, by=world.tutors[world.schools.index(done.joined.school)])
                if done.joined.role == Role.ECT:
                    assert stands(done.left) == world.before[done.pk]
        case "correct":
            if done := the_last_transfer():
                correct_last_day(done, day, by=world.tutors[world.schools.index(done.left.school)])
        case "void" if here:
            remove(here, by=tutor)
        case "mentor" if here:
            mentor = Placement.objects.in_force().filter(school=school, role=Role.MENTOR).order_by("-pk").first()
            if mentor:
                assign_mentor(here, mentor, starts_on=day, by=tutor)
        case "tell" if here and here.finishes_on is None and day >= max(here.starts_on, today()):
            tell(world, here, day)


def the_last_transfer() -> Transfer | None:
    return Transfer.objects.filter(undone_at=None).order_by("-pk").first()


def join(world: World, teacher: Teacher, school: School, tutor: object, day: date, yes: bool) -> None:
    known = {placement.pk: stands(placement) for placement in teacher.placements.in_force()}
    done = moved(Placement(teacher=teacher), school, starts_on=day, continues=yes, by=tutor)
    world.before[done.pk] = known[done.left_id]
    world.told[done.joined_id] = None, 0


def tell(world: World, placement: Placement, day: date) -> None:
    """The school itself has told a last day. No page does that yet."""
    for rows in (placement.training.in_force(), placement.mentors.in_force()):
        rows.filter(starts_on__gt=day).update(voided_at="2022-09-05T09:00Z")
        rows.filter(starts_on__lte=day).exclude(finishes_on__lt=day).update(finishes_on=day)
    placement.finishes_on, placement.last_day_reported_by = day, ReportedBy.THIS_SCHOOL
    placement.save()
    world.told[placement.pk] = day, Event.objects.latest("pk").pk


def stands(placement: Placement) -> dict[str, object]:
    """All days of a placement and of what is in it, and who has told its last day."""
    placement.refresh_from_db()
    rows = [*placement.training.all(), *placement.mentors.all()]
    return {
        "placement": (placement.finishes_on, placement.last_day_reported_by, placement.left_because),
        **{f"{type(row).__name__} {row.pk}": (row.starts_on, row.finishes_on, row.voided_at is None) for row in rows},
    }


def days(row) -> tuple[date, date]:
    return row.starts_on, row.finishes_on or date.max


def is_inside(row, other) -> bool:
    return days(other)[0] <= days(row)[0] <= days(row)[1] <= days(other)[1]


def nothing_overlaps() -> None:
    placements = list(Placement.objects.in_force().order_by("teacher", "role", "starts_on"))
    for one, other in pairwise(placements):
        if one.teacher_id == other.teacher_id and one.role == other.role == Role.ECT:
            assert days(one)[1] < days(other)[0], "an ECT is at two schools on one day"
    in_force = {each.pk: each for each in placements}
    for period in TrainingPeriod.objects.in_force():
        assert is_inside(period, in_force[period.placement_id]), "training outside its placement"
    for together in Mentorship.objects.in_force():
        for placement in (together.ect_id, together.mentor_id):
            assert is_inside(together, in_force[placement]), "a mentorship outside a placement"


def history_explains_the_days(world: World) -> None:
    """Played again, the events of a placement lead to the days that it has; each says who it was."""
    for placement in Placement.objects.filter(role=Role.ECT):
        (last_day, since), voided = world.told.get(placement.pk, (None, 0)), False
        for event in Event.objects.filter(subject_kind="placement", subject_id=placement.pk).order_by("pk"):
            assert event.actor_kind == "another_school" or (event.actor_kind == "user" and event.actor_id)
            if "last_day" in event.details and event.pk > since:
                if event.kind == "last_day_corrected":
                    assert event.details["last_day_before"] == (last_day and last_day.isoformat())
                told = event.details["last_day"]
                last_day = date.fromisoformat(told) if told else None
            voided = voided or event.kind in ("person_removed", "transfer_undone")
        assert (placement.finishes_on, placement.voided_at is not None) == (last_day, voided)
