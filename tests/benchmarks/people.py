"""The list of a school's 200 teachers, and 100,000 people as CSV against a bare COPY of the same query, in one run."""

import resource
import statistics
import tracemalloc
from datetime import date
from uuid import uuid4

from django.db import connection
from django.test import Client
from psycopg import ClientCursor

from manage_training.design_system.spreadsheet import as_csv
from manage_training.domain.clock import now
from manage_training.domain.events.actor import Actor
from manage_training.domain.schools.models import School
from manage_training.domain.teachers.models import Identity, RecordCheck, Teacher
from manage_training.domain.training.models import Mentorship, Placement, Role, TrainingPeriod
from manage_training.domain.training.people import download, known, placements_of
from manage_training.web.school.people import COLUMNS, cells
from tests.benchmarks.measuring import Figures, p95, seconds
from tests.factories.accounts import a_tutor, sign_in
from tests.factories.organisations import an_appropriate_body
from tests.factories.schools import a_school
from tests.factories.training import a_partnership
from tests.factories.years import every_year

TODAY = date(2022, 10, 3)
LISTED, FEW, MANY = 200, 1_000, 100_000
ROUNDS = 3


def measure(table: Figures) -> None:
    every_year()
    listed, few, many = (a_school(f"A school of {number:,}") for number in (LISTED, FEW, MANY))
    for school, number in ((listed, LISTED), (few, FEW), (many, MANY)):
        with_people(school, number)
    with connection.cursor() as cursor:
        cursor.execute("analyze")

    browser = sign_in(Client(SERVER_NAME="localhost"), a_tutor(at=listed))
    address = f"/schools/{listed.urn}/people/"
    if b"Apply filters" not in browser.get(address).content:
        raise RuntimeError("The list was not shown, so its time would say nothing.")
    times = [seconds(lambda: browser.get(address)) for _ in range(40)]
    table.add_row(
        f"list of {LISTED} teachers: median, p95",
        f"{statistics.median(times) * 1000:.0f} ms, {p95(times) * 1000:.0f} ms",
        "",
    )

    limits, files = [], []
    for _ in range(ROUNDS):  # turn by turn, so that whatever else the machine does slows both alike
        limits.append(seconds(lambda: bare_copy(many)))
        files.append(seconds(lambda: as_a_file(many)))
    table.add_row(f"bare COPY of {MANY:,} people", f"{MANY / statistics.median(limits):,.0f} rows/s", "")
    ratio = statistics.median(limit / file for limit, file in zip(limits, files, strict=True))
    rows = MANY / statistics.median(files)
    table.add_row(f"CSV of {MANY:,} people", f"{rows:,.0f} rows/s ({ratio:.2f} of COPY)", "0.33 of COPY")
    small, large = (most_memory(school) for school in (few, many))
    table.add_row(
        f"memory for {FEW:,} and for {MANY:,} people", f"{small:.1f} MB, {large:.1f} MB", "flat: less than twice"
    )
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    table.add_row("the process at its largest", f"{resident:.0f} MB", "")


def with_people(school: School, number: int) -> None:
    """Half early career teachers, half their mentors, each trained, checked and with an appropriate body."""
    partnership, body = a_partnership(school), an_appropriate_body()
    first = Teacher.objects.count() + 1_000_000
    teachers = Teacher.objects.bulk_create(
        [
            Teacher(trn=str(first + each), record_name=f"Teacher {each} O'Brien-Żółć", identity=Identity.CONFIRMED)
            for each in range(number)
        ],
        batch_size=10_000,
    )
    record = {
        "role": "ect",
        "trn": "1234567",
        "name": "Somebody",
        "qts_since": "2021-07-01",
        "induction": "InProgress",
        "induction_started_on": "2022-09-01",
        "prohibited": False,
        "other_alerts": False,
    }
    RecordCheck.objects.bulk_create(
        [
            RecordCheck(teacher=each, asked_trn=each.trn, said=record, outcome="matched", reason="none", at=now())
            for each in teachers
        ],
        batch_size=10_000,
    )
    since = date(2022, 9, 1)
    placements = Placement.objects.bulk_create(
        [
            Placement(
                teacher=each,
                school=school,
                role=Role.MENTOR if place % 2 else Role.ECT,
                email=f"{uuid4()}@school.example",
                starts_on=since,
            )
            for place, each in enumerate(teachers)
        ],
        batch_size=10_000,
    )
    TrainingPeriod.objects.bulk_create(
        [
            TrainingPeriod(
                placement=each,
                school=school,
                year_id=2022,
                programme="full_induction_programme",
                partnership=partnership,
                appropriate_body=None if each.role == Role.MENTOR else body,
                starts_on=since,
            )
            for each in placements
        ],
        batch_size=10_000,
    )
    Mentorship.objects.bulk_create(
        [
            Mentorship(ect=ect, mentor=mentor, school=school, starts_on=since)
            for ect, mentor in zip(placements[::2], placements[1::2], strict=True)
        ],
        batch_size=10_000,
    )


def bare_copy(school: School) -> None:
    """The least that any file of these people has to do: the same rows, written by the database itself."""
    with connection.cursor() as cursor:
        # COPY takes no parameters, so they are written into the statement.
        asked = known(placements_of(school), TODAY).order_by("pk").query.sql_with_params()
        question = ClientCursor(cursor.connection).mogrify(*asked)
        with cursor.copy(f"COPY ({question}) TO STDOUT (FORMAT csv)") as copy:
            for _ in copy:
                pass


def as_a_file(school: School) -> None:
    for _ in as_csv(COLUMNS, map(cells, download(school, TODAY, by=Actor("benchmark", id=int(uuid4()) % 10**9)))):
        pass


def most_memory(school: School) -> float:
    """Megabytes that Python holds at most while it writes the file."""
    tracemalloc.start()
    as_a_file(school)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1_000_000
