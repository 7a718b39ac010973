"""Programs that are kept running, with small ones in the place of ours."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from manage_training.serving.embedded_postgres import PROJECT
from manage_training.serving.supervisor import Program, Supervisor

pytestmark = pytest.mark.once
SLEEPS = [sys.executable, "-c", "import time; time.sleep(60)"]


def is_alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"


@pytest.fixture
def said():
    return []


@pytest.fixture
def supervise(said):
    started = []

    def start(*commands):
        programs = [Program(f"Program {number}", command) for number, command in enumerate(commands, start=1)]
        supervisor = Supervisor(programs, os.environ, said.append, grace=1)
        started.append(supervisor)
        supervisor.start()
        return supervisor, programs

    yield start
    for supervisor in started:
        supervisor.stop()


def test_a_program_that_was_killed_is_started_again(supervise, said):
    supervisor, [program] = supervise(SLEEPS)
    first = program.process.pid
    os.kill(first, signal.SIGKILL)
    supervisor.watch(until=lambda: program.process and program.process.pid != first)
    assert said == ["Program 1 was ended by signal 9. Starting it again in 0.5 seconds."]


def test_a_program_that_ends_at_once_is_started_at_longer_and_longer_distances(supervise, said):
    supervisor, _ = supervise([sys.executable, "-c", "raise SystemExit(3)"])
    supervisor.watch(until=lambda: len(said) == 3)
    assert [line.split("again in ")[1] for line in said] == ["0.5 seconds.", "1 seconds.", "2 seconds."]
    assert "ended with 3" in said[0]


def test_the_children_of_a_killed_program_do_not_outlive_it(supervise, tmp_path, in_time):
    note = tmp_path / "child"
    parent = (
        "import subprocess, sys, pathlib, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"pathlib.Path({str(note)!r}).write_text(str(child.pid))\n"
        "time.sleep(60)"
    )
    supervisor, [program] = supervise([sys.executable, "-c", parent])
    supervisor.watch(until=lambda: note.exists() and note.read_text())
    child = int(note.read_text())
    os.kill(program.process.pid, signal.SIGKILL)
    supervisor.watch(until=lambda: program.process is None)
    assert in_time(lambda: not is_alive(child))


def test_stopping_asks_first_and_then_insists(supervise, tmp_path):
    ready = tmp_path / "ready"
    deaf_to = "import signal, pathlib, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    stubborn = f"{deaf_to}pathlib.Path({str(ready)!r}).touch()\ntime.sleep(60)"
    supervisor, [polite, deaf] = supervise(SLEEPS, [sys.executable, "-c", stubborn])
    supervisor.watch(until=ready.exists)
    supervisor.stop()
    assert (polite.process.returncode, deaf.process.returncode) == (-signal.SIGTERM, -signal.SIGKILL)


def test_a_process_with_a_lifeline_ends_when_its_parent_is_killed(tmp_path, in_time):
    note = tmp_path / "child"
    child = (
        "import os, pathlib, time; from manage_training.serving.lifeline import end_with\n"
        "end_with(os.getppid())\n"
        f"pathlib.Path({str(note)!r}).write_text(str(os.getpid()))\n"
        "time.sleep(60)"
    )
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    with subprocess.Popen([sys.executable, "-c", parent], cwd=PROJECT) as process:
        assert in_time(lambda: note.exists() and note.read_text())
        process.kill()
    assert in_time(lambda: not is_alive(int(note.read_text())))
