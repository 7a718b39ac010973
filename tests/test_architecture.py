"""The house's rooms stay apart: docs/architecture.md. `make lint` checks the imports; here we see the check bite."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.once
CODE = settings.ROOT / "manage_training"
HTML = ("django.forms", "django.template", "jinja2")
HTTP = ("django.http", "django.shortcuts", "django.urls", "httpx2")


@pytest.mark.parametrize(
    ("module", "wrong"),
    [
        ("domain/schools/search.py", "import manage_training.web.policy"),
        ("domain/events/record.py", "import manage_training.domain.schools.models"),
        ("domain/teachers/records.py", "import manage_training.domain.training.models"),
        ("design_system/forms.py", "import manage_training.journeys.journey"),
        ("web/policy.py", "import manage_training.integrations.email.smtp"),
        ("integrations/email/smtp.py", "import manage_training.domain.accounts.models"),
    ],
)
def test_an_import_against_the_direction_is_found(module, wrong, tmp_path):
    shutil.copytree(
        CODE, tmp_path / "manage_training", ignore=shutil.ignore_patterns("__pycache__", "*.csv", "*.jinja")
    )
    shutil.copy(settings.ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "manage_training" / module).open("a") as file:
        file.write(f"\n{wrong}\n")
    checked = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"],
        cwd=tmp_path,
        env=os.environ | {"COLUMNS": "300"},  # narrower, and it breaks long names in two
        capture_output=True,
        text=True,
        check=False,
    )
    here = "manage_training." + module.removesuffix(".py").replace("/", ".")
    assert checked.returncode == 1
    assert f"{here} -> {wrong.removeprefix('import ')}" in checked.stdout


def test_the_domain_knows_no_http_and_no_html():
    assert [
        f"{file.relative_to(settings.ROOT)}: {module}"
        for file in (CODE / "domain").rglob("*.py")
        for module in imports_of(file)
        if module.startswith(HTTP + HTML)
    ] == []


def imports_of(file: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom):
            found += [f"{node.module}.{name.name}" for name in node.names]
        elif isinstance(node, ast.Import):
            found += [name.name for name in node.names]
    return found


def test_the_picture_of_the_house_shows_the_imports_that_there_are():
    picture = (settings.ROOT / "docs/architecture.md").read_text().split("```mermaid", 1)[1].split("```", 1)[0]
    drawn = {tuple(line.split(" --> ")) for line in map(str.strip, picture.splitlines()) if " --> " in line}
    assert drawn == {
        (room, taken.split(".")[1])
        for file in CODE.rglob("*.py")
        for room in file.relative_to(CODE).parts[:-1][:1]
        for taken in imports_of(file)
        if taken.startswith("manage_training.") and taken.split(".")[1] != room
    }
