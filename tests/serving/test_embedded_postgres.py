"""The private database: who starts it, who stops it, and whose folders it leaves alone."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import sysconfig
from pathlib import Path

import psycopg
import pytest

from manage_training.serving.embedded_postgres import PROJECT, EmbeddedPostgres, reachable_by_all

pytestmark = pytest.mark.once
HASTY = {"fsync": "off"}
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="rights matter here only where root runs the tests")


def server(folder: Path) -> EmbeddedPostgres:
    return EmbeddedPostgres(folder, options=HASTY)


def postmaster(embedded: EmbeddedPostgres) -> int:
    return int((embedded.cluster / "postmaster.pid").read_text().split()[0])


def test_a_new_folder_gets_a_server_with_an_empty_database(folder):
    with server(folder).in_use(), psycopg.connect(server(folder).url) as connection:
        assert connection.execute("select count(*) from pg_tables where schemaname = 'public'").fetchone() == (0,)
    assert not server(folder).is_running()


def test_what_was_written_is_there_at_the_next_start(folder):
    with server(folder).in_use(), psycopg.connect(server(folder).url) as connection:
        connection.execute("create table kept as select 42 as answer")
    with server(folder).in_use(), psycopg.connect(server(folder).url) as connection:
        assert connection.execute("select answer from kept").fetchone() == (42,)


def test_the_first_who_leaves_takes_nothing_from_the_second(folder):
    first, second = server(folder).in_use(), server(folder).in_use()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert server(folder).is_running()
    second.__exit__(None, None, None)
    assert not server(folder).is_running()


def test_the_server_of_a_killed_process_is_stopped(folder, in_time):
    program = (
        "import os, sys; from pathlib import Path\n"
        "from manage_training.serving.embedded_postgres import EmbeddedPostgres\n"
        "with EmbeddedPostgres(Path(sys.argv[1])).in_use(): os.kill(os.getpid(), 9)"
    )
    killed = subprocess.run([sys.executable, "-c", program, folder], cwd=PROJECT, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert in_time(lambda: not server(folder).is_running())


def test_a_killed_server_starts_again_with_its_data(folder):
    embedded = server(folder)
    with embedded.in_use():
        with psycopg.connect(embedded.url) as connection:
            connection.execute("create table kept as select 42 as answer")
        os.kill(postmaster(embedded), signal.SIGKILL)
        embedded.start()
        with psycopg.connect(embedded.url) as connection:
            assert connection.execute("select answer from kept").fetchone() == (42,)


@pytest.mark.skipif(sys.platform != "linux", reason="tried with what only Linux has")
def test_a_killed_server_that_nobody_buries_starts_again_too(folder):
    program = (
        "import ctypes, os, signal, sys; from pathlib import Path\n"
        "from manage_training.serving.embedded_postgres import EmbeddedPostgres\n"
        "ctypes.CDLL(None).prctl(36, 1)\n"  # orphans become children of this process, which never asks after them
        "server = EmbeddedPostgres(Path(sys.argv[1]))\n"
        "with server.in_use():\n"
        "    os.kill(int((server.cluster / 'postmaster.pid').read_text().split()[0]), signal.SIGKILL)\n"
        "    while server.is_running(): pass\n"
        "    server.start(); print(server.is_running())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, folder], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("True\n", "")


def test_a_cluster_that_was_left_half_made_is_made_anew(folder):
    embedded = server(folder)
    half_made = embedded.home / "half-made"
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("18")
    with embedded.in_use(), psycopg.connect(embedded.url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_a_path_too_long_for_a_socket_works_too(folder):
    embedded = server(folder.joinpath(*["a-folder-with-a-long-name"] * 5))
    with embedded.in_use(), psycopg.connect(embedded.url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    embedded.socket_folder.rmdir()


def test_a_folder_with_blanks_and_letters_of_any_kind_works_too(folder):
    odd = folder / "Rose's Schule & Co äö"
    with server(odd).in_use(), psycopg.connect(server(odd).url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


@as_root
def test_root_opens_no_folder_to_others(folder):
    private = folder / "private"
    private.mkdir(mode=0o700)
    data = private / "data"
    embedded = server(data)
    with embedded.in_use(), psycopg.connect(embedded.url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)
        assert not embedded.home.is_relative_to(private)  # nobody, as whom it runs, could not get there
        assert stat.S_IMODE(embedded.home.stat().st_mode) == 0o700
    assert stat.S_IMODE(private.stat().st_mode) == 0o700
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755
    shutil.rmtree(embedded.home)


@as_root
def test_root_with_a_strict_umask_finds_the_same_server_again(folder):
    data = folder / "new" / "data"
    before = os.umask(0o077)
    try:
        with server(data).in_use(), psycopg.connect(server(data).url) as connection:
            connection.execute("create table kept as select 42 as answer")
        with server(data).in_use(), psycopg.connect(server(data).url) as connection:
            assert connection.execute("select answer from kept").fetchone() == (42,)
    finally:
        os.umask(before)


@as_root
def test_an_ordinary_user_has_a_server_of_their_own(folder):
    pythons = [Path(sys.executable).resolve(), Path("/usr/bin/python3")]
    python = next((path for path in pythons if path.exists() and reachable_by_all(path)), None)
    if not python or not reachable_by_all(PROJECT):
        pytest.skip("an ordinary user of this machine can reach no Python, or not this folder")
    os.chown(folder, 65534, 65534)
    program = (
        "import sys; from pathlib import Path\n"
        "from manage_training.serving.embedded_postgres import EmbeddedPostgres\n"
        "server = EmbeddedPostgres(Path(sys.argv[1]))\n"
        "with server.in_use(): print(server.is_running())\n"
        "print(server.is_running())"
    )
    done = subprocess.run(
        [python, "-c", program, folder / "data"],
        user=65534,
        group=65534,
        extra_groups=[],
        cwd="/",
        env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join([str(PROJECT), sysconfig.get_path("purelib")])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("True\nFalse\n", "")
