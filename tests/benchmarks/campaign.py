"""A new year: a message to the tutors of 25,000 schools, against the bare SQL that writes the same rows, in one run."""

import statistics
import tracemalloc

from django.db import connection, transaction
from rich.table import Table

from manage_training.domain.accounts.models import Membership, Role, User
from manage_training.domain.campaigns.go_on import go_on
from manage_training.domain.campaigns.models import Campaign
from manage_training.domain.clock import now
from manage_training.domain.messages.models import Message
from manage_training.domain.schools.models import School, Status
from tests.benchmarks.measuring import seconds
from tests.factories.campaigns import FAST, a_campaign
from tests.factories.years import an_open_year

MANY, FEW = 25_000, 2_500
ROUNDS = 3

# What a campaign leaves behind, written by the database alone: recipients, messages, jobs.
BARE = [
    """
    insert into campaigns_campaign (name, year_id, number, asks, writes_to, audience, rate, started_at, next_at)
    select 'bare', start, 1, 'training', '{tutor}', '{}', 1000, now(), now() from academic_years_academicyear limit 1
    """,
    """
    insert into messages_message
        (kind, "to", "values", seed, dedupe_key, state, school_id, attempts, provider_id, failure, created_at)
    select 'tell_us_about_ects', person.email,
        jsonb_build_object('tutor_name', person.name, 'schools', jsonb_build_array(school.name),
            'year_name', '2026 to 2027', 'way_in', '/sign-in/?way_in=' || repeat('x', 120)),
        '', 'bare: tutor ' || person.id, 'queued', school.id, 0, '', '', now()
    from accounts_membership membership
    join accounts_user person on person.id = membership.user_id
    join schools_school school on school.id = membership.school_id
    """,
    """
    insert into campaigns_recipient
        (campaign_id, key, addressee, user_id, email, schools, state, skipped_because, message_id)
    select (select max(id) from campaigns_campaign), 'tutor ' || membership.user_id, 'tutor', membership.user_id, '',
        array[membership.school_id], 'written', '', message.id
    from accounts_membership membership
    join messages_message message on message.dedupe_key = 'bare: tutor ' || membership.user_id
    """,
    """
    insert into procrastinate_jobs (queue_name, task_name, priority, args)
    select 'default', 'deliver', 0, jsonb_build_object('message_id', id) from messages_message
    """,
]


def measure(table: Table) -> None:
    an_open_year()
    with_tutors(MANY)
    limits, campaigns = [], []
    for _ in range(ROUNDS):  # turn by turn, so that whatever else the machine does slows both alike
        limits.append(seconds(bare))
        start_anew()
        campaigns.append(seconds(whole_campaign))
        start_anew()
    table.add_row(
        f"new year: bare INSERT ... SELECT of {MANY:,} messages",
        f"{MANY / statistics.median(limits):,.0f} a second",
        "",
    )
    ratio = statistics.median(each / limit for each, limit in zip(campaigns, limits, strict=True))
    rows = MANY / statistics.median(campaigns)
    table.add_row(
        f"new year: campaign to {MANY:,} tutors, queued", f"{rows:,.0f} a second ({ratio:.1f}x the bare)", "3x the bare"
    )
    large = most_memory()
    School.objects.filter(urn__gte=100_000 + FEW).update(status=Status.CLOSED)
    small = most_memory()
    table.add_row(
        f"memory for {FEW:,} and for {MANY:,} tutors", f"{small:.1f} MB, {large:.1f} MB", "flat: less than twice"
    )


def with_tutors(number: int) -> None:
    schools = School.objects.bulk_create(
        (
            School(urn=100_000 + each, name=f"School {each} St Mary's", status=Status.OPEN, type_code=1, district="E07")
            for each in range(number)
        ),
        batch_size=5_000,
    )
    tutors = User.objects.bulk_create(
        (User(name=f"Tutor {each}", email=f"tutor{each}@school.example", created_at=now()) for each in range(number)),
        batch_size=5_000,
    )
    Membership.objects.bulk_create(
        (
            Membership(user=tutor, school=school, role=Role.INDUCTION_TUTOR, since=now())
            for tutor, school in zip(tutors, schools, strict=True)
        ),
        batch_size=5_000,
    )
    with connection.cursor() as cursor:
        cursor.execute("analyze")


@transaction.atomic
def bare() -> None:
    with connection.cursor() as cursor:
        for statement in BARE:
            cursor.execute(statement)


def whole_campaign() -> None:
    """All batches one after the other, without the pauses between them."""
    campaign = a_campaign(rate=FAST)
    while go_on(campaign.pk) is not None:
        Campaign.objects.update(next_at=now())


def start_anew() -> None:
    if Message.objects.count() != MANY:
        raise RuntimeError("Not everybody was written to, so the time would say nothing.")
    clear()


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute("truncate campaigns_recipient, campaigns_campaign, messages_message, procrastinate_jobs cascade")


def most_memory() -> float:
    """Megabytes that Python holds at most while everything is queued."""
    tracemalloc.start()
    whole_campaign()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    clear()
    return most / 1_000_000
