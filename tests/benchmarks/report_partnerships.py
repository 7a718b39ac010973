"""Reporting 2,000 schools, against the bare INSERT ... SELECT that writes the same rows, in the same run."""

import statistics
from functools import partial

from django.db import connection, transaction
from rich.table import Table

from manage_training.domain.accounts.models import Membership, Role, User
from manage_training.domain.clock import now
from manage_training.domain.events.actor import Actor
from manage_training.domain.organisations.models import Agreement
from manage_training.domain.partnerships.report import Claim
from manage_training.domain.schools.models import Contact, School, SchoolContact, Status
from manage_training.domain.training.follow_partnership import report
from tests.benchmarks.measuring import seconds
from tests.factories.organisations import an_agreement
from tests.factories.years import an_open_year, every_year

SCHOOLS = 2_000
ROUNDS = 5
# What a report writes, and what has to be another's in a second row: its school, and what is unique.
WRITTEN = {
    "partnerships_partnership": {"challenge_token_hash": "md5(challenge_token_hash)"},
    "programmes_schoolyear": {},
    "invitations_invitation": {"token_hash": "md5(token_hash)"},
    "events_event": {},
    "messages_message": {"dedupe_key": "md5(dedupe_key)"},
    "procrastinate_jobs": {},
}


def measure(table: Table) -> None:
    every_year()
    agreement = an_agreement(year=an_open_year().start)
    limits, reports = [], []
    for at in range(ROUNDS):  # turn by turn, so that whatever else the machine does slows both alike
        ours, theirs = schools_of_round(2 * at), schools_of_round(2 * at + 1)
        with connection.cursor() as cursor:
            cursor.execute("analyze")
        before = {name: last_of(name) for name in WRITTEN}
        reports.append(seconds(partial(reported, agreement, ours)))
        statements = bare_statements(before, apart=theirs[0].pk - ours[0].pk)
        limits.append(seconds(partial(bare_inserts, statements)))
        check_that_both_wrote_the_same(before)
    limit = statistics.median(limits)
    ratio = statistics.median(time / limit for time, limit in zip(reports, limits, strict=True))
    table.add_row(f"bare INSERT ... SELECT of what {SCHOOLS:,} schools need", f"{limit * 1000:.0f} ms", "")
    figure = f"{statistics.median(reports) * 1000:.0f} ms ({ratio:.2f}x)"
    table.add_row(f"reporting {SCHOOLS:,} schools, all told", figure, "3x")


def schools_of_round(number: int) -> list[School]:
    """Every second one with a tutor, the others with a contact, who is invited to nominate one. None has answered."""
    first = 1_000_000 + number * SCHOOLS
    facts = {"district": "E07000999", "type_code": 1, "status": Status.OPEN}
    schools = School.objects.bulk_create(
        School(urn=first + each, name=f"School {first + each}", **facts) for each in range(SCHOOLS)
    )
    for_tutors, for_contacts = schools[::2], schools[1::2]
    SchoolContact.objects.bulk_create(
        SchoolContact(school=each, kind=Contact.MAIN, email=f"office@{each.urn}.example") for each in for_contacts
    )
    users = User.objects.bulk_create(
        User(name=f"Tutor {each.urn}", email=f"tutor@{each.urn}.example", created_at=now()) for each in for_tutors
    )
    Membership.objects.bulk_create(
        Membership(user=user, school=school, role=Role.INDUCTION_TUTOR, since=now())
        for user, school in zip(users, for_tutors, strict=True)
    )
    return schools


def reported(agreement: Agreement, schools: list[School]) -> None:
    claims = [Claim(school.urn, agreement.delivery_partner, line) for line, school in enumerate(schools, start=1)]
    done = report(agreement.lead_provider, agreement.year, claims, by=Actor("command"))
    if len(done.reported) != SCHOOLS:
        raise RuntimeError(f"Only {len(done.reported)} were reported: {done.refused[:3]}")


def bare_statements(before: dict[str, int], apart: int) -> list[str]:
    """One for each table: the rows that were just written once more, for the schools of the other half."""
    statements = []
    with connection.cursor() as cursor:
        for name, anew in WRITTEN.items():
            columns = [each.name for each in connection.introspection.get_table_description(cursor, name)]
            columns.remove("id")
            others = anew | ({"school_id": f"school_id + {apart}"} if "school_id" in columns else {})
            quoted = ", ".join(f'"{each}"' for each in columns)
            values = ", ".join(others.get(each, f'"{each}"') for each in columns)
            statements.append(f"insert into {name} ({quoted}) select {values} from {name} where id > {before[name]}")
    return statements


def bare_inserts(statements: list[str]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def last_of(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"select coalesce(max(id), 0) from {name}")
        return int(cursor.fetchone()[0])


def check_that_both_wrote_the_same(before: dict[str, int]) -> None:
    """As many rows of each kind, or the figure would compare unlike things."""
    with connection.cursor() as cursor:
        for name, last in before.items():
            cursor.execute(f"select count(*) from {name} where id > %s", [last])
            rows = cursor.fetchone()[0]
            if rows == 0 or rows % 2:
                raise RuntimeError(f"{rows} rows of {name}")
