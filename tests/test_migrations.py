"""Migrations can run while the service does: squawk reads the SQL that they become."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

pytestmark = pytest.mark.once
# ("app", "0001_initial") and so on: what an earlier release brought. The rest goes out together, in the next one.
RELEASED: set[tuple[str, str]] = set()


# Old code runs while a table is dropped; so only those may go to which no code, also none of the last release, turns.
NOBODY_USES = {"partnerships_changerequest"}


def ours() -> list[tuple[str, str]]:
    """Our migrations, in the order in which they run."""
    loader = MigrationLoader(connection)
    everything = [key for leaf in loader.graph.leaf_nodes() for key in loader.graph.forwards_plan(leaf)]
    labels = {app.label for app in apps.get_app_configs() if app.name.startswith("manage_training.")}
    return [key for key in dict.fromkeys(everything) if key[0] in labels]


def sql(app: str, name: str) -> str:
    written = io.StringIO()
    call_command("sqlmigrate", app, name, stdout=written, no_color=True)
    reviewed = {"BEGIN;", "COMMIT;", *(f'DROP TABLE "{name}" CASCADE;' for name in NOBODY_USES)}
    return "\n".join(line for line in written.getvalue().splitlines() if line not in reviewed)


def squawk(statements: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("squawk"), "--reporter", "gcc"],
        input=statements,
        cwd=settings.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_next_release_can_be_migrated_while_the_service_runs(db):
    release = [key for key in ours() if key not in RELEASED]
    found = squawk("\n".join(sql(*key) for key in release))
    assert (found.returncode, found.stdout) == (0, "")


@pytest.mark.parametrize(
    "statement",
    [
        "alter table schools_school add column motto text not null;",
        "create index schools_by_motto on schools_school (motto);",
        "alter table schools_school add constraint has_motto check (motto <> '');",
        "drop table schools_school;",
    ],
)
def test_what_would_stop_the_service_is_found(statement):
    assert squawk(statement).returncode == 1


def test_each_app_has_one_last_migration(db):
    assert MigrationLoader(connection).detect_conflicts() == {}


def test_models_and_migrations_agree(db):
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)
