"""Rule T4 against two transactions at once: neither sees the other's row, so the placement's has to make one wait."""

import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date

import pytest
from django.db import IntegrityError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from manage_training.domain.training.models import Placement, Role
from tests.factories.training import a_placement
from tests.factories.years import a_year

pytestmark = pytest.mark.django_db(transaction=True)

LEAVES_AT_CHRISTMAS = "update training_placement set finishes_on = '2022-12-31' where id = %s"
TRAINS_FOR_EVER = """
    insert into training_trainingperiod
        (placement_id, school_id, year_id, programme, status, reason, starts_on)
    select id, school_id, 2022, 'design_our_own', 'training', '', starts_on from training_placement where id = %s
"""


@pytest.fixture
def leah() -> Placement:
    a_year(2022)
    return a_placement(since=date(2022, 9, 1))


@pytest.fixture
def other() -> Iterator[BaseDatabaseWrapper]:
    """A second connection, which another thread may use."""
    second = connections.create_connection("default")
    second.connect()
    second.inc_thread_sharing()
    second.set_autocommit(False)
    yield second
    second.close()


@pytest.mark.parametrize(
    ("first", "second"), [(LEAVES_AT_CHRISTMAS, TRAINS_FOR_EVER), (TRAINS_FOR_EVER, LEAVES_AT_CHRISTMAS)]
)
def test_training_never_ends_up_outside_a_placement_that_changes_meanwhile(
    leah: Placement, other: BaseDatabaseWrapper, first: str, second: str
):
    the_second_waits_and_is_refused(other, first, second, leah.pk, "training_lies_inside_its_placement")


def the_second_waits_and_is_refused(
    other: BaseDatabaseWrapper, first: str, second: str, placement: int, rule: str
) -> None:
    connection.set_autocommit(False)
    try:
        with connection.cursor() as cursor:
            cursor.execute(first, [placement])
            cursor.execute("set constraints all immediate")  # what commit checks has been checked, and holds its lock
        with ThreadPoolExecutor(1) as pool:
            slower = pool.submit(run_and_commit, other, second, placement)
            wait_until_it_waits(other, slower)
            connection.commit()
            with pytest.raises(IntegrityError, match=rule):
                slower.result(timeout=10)
    finally:
        connection.rollback()
        connection.set_autocommit(True)


MENTOR_LEAVES = LEAVES_AT_CHRISTMAS
MENTORS_FOR_EVER = """
    insert into training_mentorship (ect_id, mentor_id, school_id, starts_on)
    select ect.id, mentor.id, mentor.school_id, mentor.starts_on
    from training_placement mentor join training_placement ect on ect.school_id = mentor.school_id and ect.role = 'ect'
    where mentor.id = %s
"""


@pytest.mark.parametrize(("first", "second"), [(MENTOR_LEAVES, MENTORS_FOR_EVER), (MENTORS_FOR_EVER, MENTOR_LEAVES)])
def test_a_mentorship_never_ends_up_outside_a_placement_that_changes_meanwhile(
    leah: Placement, other: BaseDatabaseWrapper, first: str, second: str
):
    """Rule T5."""
    ivan = a_placement(at=leah.school, role=Role.MENTOR, since=leah.starts_on)
    the_second_waits_and_is_refused(other, first, second, ivan.pk, "a_mentorship_lies_inside_both_placements")


def run_and_commit(connection: BaseDatabaseWrapper, statement: str, pk: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [pk])
    connection.commit()


def wait_until_it_waits(other: BaseDatabaseWrapper, running: Future[None]) -> None:
    """Return once the other connection waits for a lock that we hold; it has to."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and not running.done():
        with connection.cursor() as cursor:
            cursor.execute("select from pg_locks where pid = %s and not granted", [other.connection.info.backend_pid])
            if cursor.rowcount:
                return
    pytest.fail("The second transaction did not wait for the first.")
