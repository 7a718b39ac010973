"""Several processes that do something at the same moment, each on its own connection to the tests' database."""

import os
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from typing import Any

import pytest
from django.db import connection, connections

RACES = int(os.environ.get("RACES", "20"))
again_and_again = pytest.mark.parametrize("race", range(RACES))
PATIENCE = 30  # seconds


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What each call returned or raised, in their order. All are released together once each has its connection."""
    forks = get_context("fork")  # the calls and the name of the tests' database come along as they are
    connections.close_all()
    barrier = forks.Barrier(len(calls))
    ends = []
    for call in calls:
        ours, theirs = forks.Pipe(duplex=False)
        process = forks.Process(target=run, args=(call, barrier, theirs))
        process.start()
        theirs.close()
        ends.append((process, ours))
    outcomes = []
    for process, ours in ends:
        if not ours.poll(PATIENCE):
            process.kill()
            raise TimeoutError("One of the processes hangs.")
        outcomes.append(ours.recv())
        ours.close()
        process.join(PATIENCE)
        process.close()
    return outcomes


def run(call: Callable[[], Any], barrier: Barrier, answer: Connection) -> None:
    connection.ensure_connection()
    barrier.wait(PATIENCE)
    try:
        outcome = call()
    except Exception as fault:
        outcome = f"{type(fault).__name__}: {fault}"
    connections.close_all()
    answer.send(outcome)
    answer.close()
