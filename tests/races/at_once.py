"""Several processes that do something at the same moment, each on its own connection to the tests' database."""

import os
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from queue import Queue
from typing import Any

import pytest
from django.db import connection, connections, transaction

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


def waits_for(holds: Callable[[], object], call: Callable[[], Any], meanwhile: Callable[[], object] = int) -> Any:
    """What a call returns that has to wait for the transaction of `holds`, in which `meanwhile` happens as it waits."""
    backend = Queue[int]()

    def on_a_connection_of_its_own() -> Any:
        connection.ensure_connection()
        backend.put(connection.connection.info.backend_pid)
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            holds()
            slower = pool.submit(on_a_connection_of_its_own)
            wait_until_it_waits(backend.get(timeout=PATIENCE), slower)
            meanwhile()
        return slower.result(PATIENCE)


def wait_until_it_waits(backend: int, running: Future[Any]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and not running.done():
        with connection.cursor() as cursor:
            cursor.execute("select from pg_locks where pid = %s and not granted", [backend])
            if cursor.rowcount:
                return
    pytest.fail("The call did not wait.")
