"""The service as `make run` starts it: web processes, a worker, and the database that is there already."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx2
from django.conf import settings

PATIENCE = 120  # seconds until it is there


@contextmanager
def the_service() -> Iterator[str]:
    """Run the block while the service runs; gives its address. What it says goes to a file in DATA_DIR."""
    address = f"http://localhost:{settings.PORT}"
    with (settings.DATA_DIR / "service.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, str(settings.ROOT / "manage.py"), "run"],
            cwd=settings.ROOT,
            env=os.environ,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C in the terminal is for us; we then stop it in our own order
        )
        try:
            wait_for(address, process)
            yield address
        finally:
            process.terminate()
            process.wait()


def wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            httpx2.get(f"{address}/privacy/", trust_env=False).raise_for_status()
            return
        except httpx2.HTTPError:
            time.sleep(0.5)
    raise SystemExit(f"The service did not start. Its own words are in {settings.DATA_DIR / 'service.log'}.")
