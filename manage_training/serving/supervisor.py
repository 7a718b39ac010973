"""Keeps a handful of programs running, and leaves nothing behind when it stops."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

LONGEST_PAUSE = 30.0  # seconds between two starts of a program that ends again and again
GRACE = 20.0  # seconds for all programs to finish what they are doing


@dataclass
class Program:
    """Something that runs until it is told to stop. `command` gets no terminal, and a session of its own."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    started: float = field(default=0.0, init=False)
    start_again: float = field(default=0.0, init=False)
    pause: float = field(default=0.0, init=False)


class Supervisor:
    """Starts `programs`, starts each again when it ends, and stops them all.

    `say` gets a line for a person whenever something ended by itself. `meanwhile` is called once a second. The programs
    may take `grace` seconds to finish what they are doing.
    """

    def __init__(
        self,
        programs: Sequence[Program],
        environment: Mapping[str, str],
        say: Callable[[str], None],
        meanwhile: Callable[[], None] = lambda: None,
        grace: float = GRACE,
    ) -> None:
        self.programs = programs
        self.environment = environment
        self.say = say
        self.meanwhile = meanwhile
        self.grace = grace

    def start(self) -> None:
        for program in self.programs:
            self._start(program)

    def watch(self, until: Callable[[], bool] = lambda: False) -> None:
        """Look after the programs until something is so, or until interrupted."""
        looked = time.monotonic()
        while not until():
            time.sleep(0.1)
            for program in self.programs:
                self._look_after(program)
            if time.monotonic() - looked >= 1:
                self.meanwhile()
                looked = time.monotonic()

    def stop(self) -> None:
        """Ask all programs to stop, wait, and end what is left; at once when interrupted a second time."""
        running = [program.process for program in self.programs if program.process]
        for process in running:
            with suppress(ProcessLookupError):
                process.terminate()
        deadline = time.monotonic() + self.grace
        try:
            for process in running:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(max(0.0, deadline - time.monotonic()))
        except KeyboardInterrupt:
            self.say("Ending everything at once.")
        finally:
            for process in running:
                end_group(process)

    def _start(self, program: Program) -> None:
        program.process = subprocess.Popen(
            program.command,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C in the terminal is for us; we then stop everything in our own order
        )
        program.started = time.monotonic()

    def _look_after(self, program: Program) -> None:
        now = time.monotonic()
        if program.process is None:
            if now >= program.start_again:
                self._start(program)
        elif program.process.poll() is not None:
            how = program.process.returncode
            end_group(program.process)  # its own children, if it was killed and could not see to them
            program.process = None
            lived = now - program.started
            program.pause = 0.5 if lived > 60 or not program.pause else min(LONGEST_PAUSE, program.pause * 2)
            program.start_again = now + program.pause
            ended = f"was ended by signal {-how}" if how < 0 else f"ended with {how}"
            self.say(f"{program.name} {ended}. Starting it again in {program.pause:g} seconds.")


def end_group(process: subprocess.Popen[bytes]) -> None:
    """End a process of ours and all that it has started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
