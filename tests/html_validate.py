"""html-validate on pages as the server sends them.

Two of its rules are off where the design system knows better: a link that looks like a button has its role, because the
space bar works on it; a date's fieldset has the role "group", without which a screen reader keeps the hint to itself.
"""

import atexit
import json
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path


def problems(pages: Mapping[str, str]) -> list[str]:
    """What is wrong with pages, given by name."""
    validator = started()
    assert validator.stdin
    assert validator.stdout
    validator.stdin.write(json.dumps(pages) + "\n")
    validator.stdin.flush()
    found: list[str] = json.loads(validator.stdout.readline())
    return found


@cache
def started() -> subprocess.Popen[str]:
    """One for all tests of a process, because starting it takes longer than looking at a dozen pages."""
    program = Path(__file__).with_suffix(".mjs")
    validator = subprocess.Popen(["node", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(validator.communicate)  # which closes its input, and so ends it
    return validator
