import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest


@contextmanager
def a_folder() -> Iterator[Path]:
    """A folder that everybody may pass through, unlike pytest's own."""
    path = Path("/tmp", f"mt-{uuid4().hex[:8]}")
    path.mkdir(mode=0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def folder() -> Iterator[Path]:
    with a_folder() as path:
        yield path


@pytest.fixture(scope="module")
def used_folder() -> Iterator[Path]:
    """One folder for several tests of a module: whoever comes later finds what the first has made."""
    with a_folder() as path:
        yield path


@pytest.fixture
def in_time() -> Callable[..., bool]:
    def wait_for(what: Callable[[], object], seconds: float = 30) -> bool:
        """Whether something becomes so within some seconds."""
        deadline = time.monotonic() + seconds
        while not (so := bool(what())) and time.monotonic() < deadline:
            time.sleep(0.05)
        return so

    return wait_for
