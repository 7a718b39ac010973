"""What an operator copies fits the service: settings that exist, commands that exist, no root, nothing to write."""

import re
import subprocess
import sys

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

from tests.config.test_settings import asked_for

pytestmark = pytest.mark.once
COMPOSE = yaml.safe_load((settings.ROOT / "compose.yaml").read_text())
DOCKERFILE = (settings.ROOT / "Dockerfile").read_text()
UNITS = sorted((settings.ROOT / "deploy" / "systemd").glob("*.service"))
OTHERS = {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"}


def commands(text: str) -> set[str]:
    """What `manage.py` is asked to do there."""
    return set(re.findall(r"""manage\.py"?,?\s+"?([a-z_]+)""", text))


@pytest.mark.parametrize("file", [settings.ROOT / "Dockerfile", settings.ROOT / "compose.yaml", *UNITS], ids=str)
def test_every_command_exists(file):
    asked = commands(file.read_text())
    assert asked
    assert asked <= get_commands().keys()


def test_the_image_sets_only_what_is_a_setting():
    environment = re.findall(r"(?:^ENV|^RUN| )\s*([A-Z_]+)=", DOCKERFILE, re.MULTILINE)
    assert "PRODUCTION" in environment
    assert set(environment) <= {*asked_for(), *OTHERS}


def test_the_image_is_not_roots():
    last = DOCKERFILE.rpartition("\nFROM ")[2]
    assert re.search(r"^USER 10001$", last, re.MULTILINE)
    assert "chown" not in last


def test_what_the_image_copies_is_not_kept_out_of_it():
    kept = {line[1:] for line in (settings.ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = {
        name for names in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE) for name in names.split()
    }
    assert copied == kept
    assert all((settings.ROOT / name).exists() for name in copied)


@pytest.mark.parametrize("name", ["migrate", "web", "worker"])
def test_nothing_that_we_run_in_a_container_can_write_or_gain_rights(name):
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["tmpfs"] == ["/tmp"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_the_units_differ_in_what_they_run_only():
    web, worker = (unit.read_text() for unit in UNITS)
    assert web.replace("manage.py web", "manage.py worker").replace(": pages", ": worker") == worker


def test_the_probe_asks_the_server_of_this_machine(live_server):
    probe = [sys.executable, "-m", "manage_training.serving.probe"]
    port = live_server.url.rpartition(":")[2]

    def ends_with(**environment: str) -> int:
        return subprocess.run(
            probe, cwd=settings.ROOT, env={"ALLOWED_HOSTS": "localhost"} | environment, check=False
        ).returncode

    assert ends_with(PORT=port) == 0
    assert ends_with(PORT="1") == 1
