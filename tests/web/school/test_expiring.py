"""Rule T53: a school hears of a registration two weeks before it is thrown away."""

from datetime import datetime, timedelta
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import pytest

from manage_training.domain.accounts.way_in import read_way_in
from manage_training.domain.clock import now
from manage_training.domain.messages.models import Message
from manage_training.domain.messages.write import write
from manage_training.journeys.models import Draft
from manage_training.web.school.expiring import warn_of_expiring
from tests.factories.accounts import a_tutor
from tests.factories.schools import a_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme():
    school = a_school("ACME Primary School")
    for name in ("hugo", "rose"):
        a_tutor(at=school, name=name.title(), email=f"{name}@acme.example")
    return school


def a_draft(school, *, idle: timedelta, submitted_at: datetime | None = None, journey: str = "add-person") -> Draft:
    touched = now() - idle
    return Draft.objects.create(
        id=uuid4(),
        journey=journey,
        owner_kind="user",
        owner_id="1",
        organisation=f"school {school.urn}",
        address=f"/schools/{school.urn}/add-person/",
        answers={"right-person": {"values": {"called": "Priya Sharma"}}},
        started_at=touched,
        touched_at=touched,
        expires_at=touched + timedelta(days=90),
        submitted_at=submitted_at,
    )


def test_every_tutor_is_told_whom_it_is_about_until_when_and_where_to_go_on(acme, time_machine):
    time_machine.move_to("2022-10-03T10:00:00+01:00", tick=False)
    draft = a_draft(acme, idle=timedelta(days=76))
    assert warn_of_expiring() == 1
    assert set(Message.objects.values_list("to", flat=True)) == {"hugo@acme.example", "rose@acme.example"}
    email = write(Message.objects.get(to="hugo@acme.example"))
    assert email.subject == "You have not finished registering Priya Sharma"
    assert "Nobody has worked on it since 19 July 2022." in email.body
    assert "we throw it away on 17 October 2022." in email.body
    assert "way_in=" in email.link
    assert str(draft.pk) in Message.objects.first().dedupe_key


def test_the_link_leads_to_the_draft_after_signing_in(acme):
    draft = a_draft(acme, idle=timedelta(days=80))
    warn_of_expiring()
    query = urlsplit(write(Message.objects.get(to="hugo@acme.example")).link).query
    assert read_way_in(unquote(query.removeprefix("way_in="))).leads_to == draft.url


def test_it_is_said_once_and_again_only_for_a_draft_that_was_gone_on_with(acme):
    draft = a_draft(acme, idle=timedelta(days=77))
    warn_of_expiring()
    warn_of_expiring()
    assert Message.objects.count() == 2
    Draft.objects.filter(pk=draft.pk).update(touched_at=now() - timedelta(days=76))
    warn_of_expiring()
    assert Message.objects.count() == 4


@pytest.mark.parametrize(
    "more",
    [
        {"idle": timedelta(days=75, hours=23)},
        {"idle": timedelta(days=91)},
        {"idle": timedelta(days=80), "submitted_at": datetime.fromisoformat("2022-10-01T00:00:00+00:00")},
        {"idle": timedelta(days=80), "journey": "change-name"},
    ],
)
def test_others_are_nobodys_concern(acme, more):
    a_draft(acme, **more)
    assert warn_of_expiring() == 0
    assert not Message.objects.exists()
