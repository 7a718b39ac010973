"""What a start needs to be told. Each start is a process of its own, as settings are read once."""

import json
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.once
PRODUCTION = {
    "PRODUCTION": "true",
    "SECRET_KEY": "fBq7mZ2wLr9xKc4vNp6sTd8hYj3gQa5eUi1oXb0nRkMzWtVySfHlJpCdGuEa",
    "ALLOWED_HOSTS": "training.example",
    "SERVICE_URL": "https://training.example",
    "EMAIL_ADAPTER": "smtp",
    "EMAIL_URL": "smtp://mail.example:587/?starttls=true",
    "EMAIL_FROM": "no-reply@training.example",
    "SUPPORT_EMAIL": "support@training.example",
    "TRS_URL": "https://records.example",
    "TRS_API_KEY": "a-key-of-the-record-service",
    "DATABASE_URL": "postgresql://web@database.example/training",
}


WITH_NOTIFY = {name: value for name, value in PRODUCTION.items() if not name.startswith("EMAIL_")} | {
    "EMAIL_ADAPTER": "notify",
    "NOTIFY_API_KEY": "live-0e3b6c1a-0000-4000-8000-00000000000a-7d9f2b44-0000-4000-8000-00000000000b",
    "NOTIFY_TEMPLATE_ID": "5f6a2c1e-0000-4000-8000-000000000001",
    "NOTIFY_CALLBACK_TOKENS": "Wq8vZ2rTn5yLc1xKp7sDf4hGj9aBm3eU",
}


def start(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, settings.ROOT / "manage.py", *arguments],
        env={"PATH": os.environ["PATH"]} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_with_all_it_needs_has_nothing_to_complain_about():
    done = start("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert (done.returncode, done.stdout + done.stderr) == (0, "System check identified no issues (0 silenced).\n")


@pytest.mark.parametrize("name", [name for name in PRODUCTION if name != "PRODUCTION"])
def test_production_does_not_start_without(name):
    done = start("check", **PRODUCTION | {name: ""})
    assert done.returncode == 1
    assert done.stderr.startswith(f"Not started: set {name}.")


def test_production_with_notify_has_nothing_to_complain_about():
    done = start("check", "--deploy", "--fail-level", "WARNING", **WITH_NOTIFY)
    assert (done.returncode, done.stdout + done.stderr) == (0, "System check identified no issues (0 silenced).\n")


@pytest.mark.parametrize("name", [name for name in WITH_NOTIFY if name.startswith("NOTIFY_")])
def test_production_with_notify_does_not_start_without(name):
    done = start("check", **WITH_NOTIFY | {name: ""})
    assert done.stderr.startswith(f"Not started: set {name}.")


def test_production_does_not_start_with_half_a_key_of_notify():
    done = start("check", **WITH_NOTIFY | {"NOTIFY_API_KEY": WITH_NOTIFY["NOTIFY_API_KEY"][:-1]})
    assert done.stderr.startswith("Not started: NOTIFY_API_KEY is cut short.")


def test_production_does_not_start_with_a_token_that_can_be_guessed():
    done = start("check", **WITH_NOTIFY | {"NOTIFY_CALLBACK_TOKENS": f"{WITH_NOTIFY['NOTIFY_CALLBACK_TOKENS']},short"})
    assert done.stderr.startswith("Not started: NOTIFY_CALLBACK_TOKENS can be guessed.")


def test_a_machine_that_was_told_nothing_at_all_counts_as_production():
    done = start("check", PRODUCTION="true")
    assert done.stderr.startswith("Not started: set SECRET_KEY, ALLOWED_HOSTS")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"DEMO": "true"}, "DEMO and PRODUCTION are both on."),
        ({"EMAIL_ADAPTER": "mailbox"}, "Not started: EMAIL_ADAPTER=mailbox is the demo's"),
        ({"SECRET_KEY": "letmein"}, "Not started: SECRET_KEY can be guessed."),
        ({"TODAY": "2022-06-20"}, "TODAY moves the clock, which only the demo may do."),
        ({"CLOCK_OFFSET_DAYS": "-3"}, "TODAY moves the clock, which only the demo may do."),
        ({"EMAIL_ADAPTER": "pigeon"}, "Not started: "),
        ({"PORT": "eighty"}, "Not started: "),
        ({"TODAY": "20 June"}, "Not started: "),
    ],
)
def test_production_does_not_start_with(wrong, words):
    done = start("check", **PRODUCTION | wrong)
    assert done.returncode == 1
    assert done.stderr.startswith(words)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("url", "host", "name"),
    [
        ("postgresql://web@database.example:5433/training", "database.example", "training"),
        ("postgresql://web@/training?host=/Var/Run", "/Var/Run", "training"),
        ("postgresql://web@/training?host=/with%20blank&sslmode=require", "/with blank", "training"),
    ],
)
def test_a_database_address_keeps_its_own_options(url, host, name):
    program = (
        "from manage_training.config.settings import DATABASES; it = DATABASES['default']\n"
        "print(it['HOST'], it['NAME'], it['OPTIONS'].get('sslmode'), it['OPTIONS']['prepare_threshold'], sep='|')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"PATH": os.environ["PATH"], **PRODUCTION, "DATABASE_URL": url},
        cwd=settings.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == f"{host}|{name}|{'require' if 'sslmode' in url else None}|2\n"


def test_statements_that_come_again_are_prepared(db):
    from django.db import connection

    with connection.cursor() as cursor:
        for number in range(4):
            cursor.execute("select %s::int + 19", [number])
        cursor.execute("select count(*) from pg_prepared_statements where statement like 'select $1::int + 19'")
        assert cursor.fetchone() == (1,)


def test_a_trigger_meets_no_error_where_it_asks_for_the_setting_of_its_library(db):
    """Such an error, though it is caught, is paid for once for every check that waits for the end of a transaction."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select current_setting('pgtrigger.ignore')")
        assert cursor.fetchone() == ("{}",)


def asked_for() -> list[str]:
    """Every setting that the code reads from the environment."""
    code = (settings.ROOT / "manage_training" / "config" / "settings.py").read_text()
    return sorted(set(re.findall(r"""\benv\.\w+\(\s*"([A-Z_]+)\"""", code)))


def explained() -> dict[str, tuple[str, str, bool]]:
    """Each setting of the handbook's table: what it is in the demo, in production, and whether production needs it."""
    text = (settings.ROOT / "docs" / "operations.md").read_text()
    found = {}
    for first, *both in re.findall(r"^\| (`[A-Z_]+`[^|]*)\|([^|]*)\|([^|]*)\|", text, re.MULTILINE):
        names = re.findall(r"`([A-Z_]+)`( \*)?", first)
        cells = [[part.strip(" `") for part in cell.split(", ")] for cell in both]
        for at, (name, star) in enumerate(names):
            demo_s, production_s = (parts[at] if len(parts) == len(names) > 1 else ", ".join(parts) for parts in cells)
            found[name] = demo_s, production_s, bool(star)
    return found


def test_the_table_has_exactly_the_settings_there_are():
    assert len(asked_for()) > 25
    assert sorted(explained()) == asked_for()


def test_the_table_marks_exactly_what_production_needs():
    """Each of the two carriers has some of its own."""
    code = (settings.ROOT / "manage_training" / "config" / "settings.py").read_text()
    needed = set(re.findall(r""""([A-Z_]+)": \1""", code))
    assert {name for name, (_, _, star) in explained().items() if star} == needed


def test_the_table_says_what_a_setting_is_where_nobody_sets_it():
    """Production is asked with everything that it needs and nothing else."""
    program = (
        "import json; from manage_training.config import settings as s\n"
        "known = vars(s) | {'CLOCK_OFFSET_DAYS': s.CLOCK_OFFSET.days, 'TODAY': s.pretended}\n"
        f"print(json.dumps({{name: known[name] for name in {asked_for()!r}}}, default=str))"
    )
    for column, environment in enumerate([{"DEMO": "true"}, PRODUCTION]):
        done = subprocess.run(
            [sys.executable, "-c", program],
            env={"PATH": os.environ["PATH"], "PRODUCTION": "false", **environment},
            cwd=settings.ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        values = json.loads(done.stdout)
        said = {name: cells[column] for name, cells in explained().items() if name not in environment}
        wrong = {name: (said[name], values[name]) for name in said if not agree(said[name], values[name])}
        assert wrong == {}


def agree(said: str, value: object) -> bool:
    """Whether a cell of the table says what the code has; what is made of another setting is tested elsewhere."""
    if said in ("", "fixed") or said.startswith("none: ") or said == "http://localhost:PORT":
        return True
    if said == "none":
        return value in ("", None, [])
    if isinstance(value, bool):
        return said == str(value).lower()
    if isinstance(value, list):
        return said == ", ".join(value)
    return said == str(value) or (isinstance(value, str) and said in value)
