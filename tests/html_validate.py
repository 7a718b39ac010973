"""html-validate on pages as the server sends them.

Two of its rules are off where the design system knows better: a link that looks like a button has its role, because the
space bar works on it; a date's fieldset has the role "group", without which a screen reader keeps the hint to itself.
"""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

CONFIG = Path(__file__).with_name("htmlvalidate.json")
COMMAND = settings.ROOT / "node_modules/.bin/html-validate"


def problems(pages: Mapping[str, str]) -> list[str]:
    """What is wrong with pages, given by name; one run for all, because starting it takes a second."""
    with TemporaryDirectory() as folder:
        for number, html in enumerate(pages.values()):
            Path(folder, f"{number}.html").write_text(html, encoding="utf-8")
        run = subprocess.run(
            [COMMAND, "--config", CONFIG, "--formatter", "json", folder], capture_output=True, text=True, check=False
        )
    names = list(pages)
    return [
        f"{names[int(Path(file['filePath']).stem)]}, line {message['line']}: {message['message']}"
        for file in json.loads(run.stdout)
        for message in file["messages"]
    ]
