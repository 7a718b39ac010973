from pathlib import Path

import pytest
from django.conf import LazySettings
from django.template import engines
from jinja2 import ChoiceLoader, FileSystemLoader

from manage_training.domain.schools.models import School
from manage_training.web import policy
from tests.factories.schools import a_school
from tests.journeys.browse import Browser


@pytest.fixture
def school(db: None) -> School:
    return a_school("ACME Primary School")


@pytest.fixture
def sample_urls(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sample journeys beside the house's own, open to anybody."""
    settings.ROOT_URLCONF = "tests.journeys.sample_journeys"
    for name in ("sample", "other", "single"):
        for route, rule in policy.of_journey(name, policy.ANYBODY).items():
            monkeypatch.setitem(policy.POLICY, route, rule)
    pages = engines["jinja2"].env
    monkeypatch.setattr(pages, "loader", ChoiceLoader([pages.loader, FileSystemLoader(Path(__file__).parent)]))


@pytest.fixture
def hugo(sample_urls: None, school: School) -> Browser:
    """A browser of a tutor of the school, at the start of the sample journey."""
    return Browser(f"/sample/{school.urn}/", who="user 1 of school 5")
