import pytest
from django.test import Client

from manage_training.domain.invitations.models import Invitation
from manage_training.domain.schools.models import School
from tests.factories.invitations import an_invitation, token_for
from tests.factories.schools import a_school
from tests.factories.years import an_open_year
from tests.journeys.browse import Browser


@pytest.fixture(autouse=True)
def _a_year_is_open(db):
    an_open_year()


@pytest.fixture
def oakfield(db) -> School:
    return a_school("Oakfield Primary School", contact="office@oakfield.example")


@pytest.fixture
def invitation(oakfield: School) -> Invitation:
    return an_invitation(to=oakfield)


@pytest.fixture
def link(invitation: Invitation) -> str:
    return f"/invitations/{token_for(invitation)}/"


@pytest.fixture
def holder(client: Client, link: str) -> Browser:
    """The browser of somebody who has just opened the link."""
    browser = Browser(f"{link}nominate/", client=client)
    browser.get(link)
    return browser
