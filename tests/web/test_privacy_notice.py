"""Rule A9: read and accept the privacy notice before anything else."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from manage_training.domain.accounts.models import Acceptance, PrivacyNotice
from manage_training.domain.accounts.privacy import PublishedTextChanged, publish_all
from manage_training.domain.events.models import Event
from tests.factories.accounts import a_privacy_notice, a_tutor, sign_in
from tests.factories.schools import a_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def hugo():
    return a_tutor(at=a_school())


def test_the_first_page_after_signing_in_is_the_notice_and_then_the_page_asked_for(client: Client, hugo):
    a_privacy_notice(text="# What we keep\n\nYour name:\n\n- and your address\n- nothing else")
    sign_in(client, hugo, accepted=False)
    notice = client.get("/schools/")["Location"]
    page = client.get(notice)
    assert "What we keep</h2>" in page.text
    assert "<li>nothing else</li>" in page.text
    answer = client.post(notice, {"version": "1.0"})
    assert answer["Location"] == "/schools/"
    assert client.get("/schools/")["Location"] == f"/schools/{hugo.school.urn}/"
    assert Event.objects.get(kind="privacy_notice_accepted").actor_id == hugo.user_id


def test_a_version_that_was_not_on_the_page_is_not_accepted(client: Client, hugo):
    a_privacy_notice()
    sign_in(client, hugo, accepted=False)
    a_privacy_notice(major=2)
    page = client.post("/privacy-notice/", {"version": "1.0"})
    assert "Version 2.0" in page.text
    assert not Acceptance.objects.exists()


def test_a_new_major_version_asks_again_and_a_minor_one_does_not(client: Client, hugo):
    a_privacy_notice()
    sign_in(client, hugo)
    a_privacy_notice(minor=1)
    assert "/schools/" in client.get("/schools/")["Location"]
    a_privacy_notice(major=2)
    assert client.get("/schools/")["Location"] == "/privacy-notice/?next=%2Fschools%2F"


def test_who_has_not_accepted_can_still_sign_out(client: Client, hugo):
    a_privacy_notice()
    sign_in(client, hugo, accepted=False)
    assert client.post("/sign-out/")["Location"] == "/"


def test_publishing_twice_publishes_once(tmp_path: Path):
    (tmp_path / "1.0.txt").write_text("First")
    (tmp_path / "1.10.txt").write_text("Tenth")
    (tmp_path / "1.9.txt").write_text("Ninth")
    assert [notice.version for notice in publish_all(tmp_path)] == ["1.0", "1.9", "1.10"]
    assert publish_all(tmp_path) == []


def test_a_text_that_people_have_accepted_is_never_changed(tmp_path: Path):
    (tmp_path / "1.0.txt").write_text("First")
    publish_all(tmp_path)
    (tmp_path / "1.0.txt").write_text("Second")
    with pytest.raises(PublishedTextChanged, match="Give the new text a new version"):
        publish_all(tmp_path)
    assert PrivacyNotice.objects.get().text == "First"


def test_the_command_publishes_what_the_service_ships(capsys: pytest.CaptureFixture[str]):
    call_command("publish_privacy_notice")
    assert "Privacy notice 1.0 published." in capsys.readouterr().out
    assert PrivacyNotice.objects.filter(major=1, minor=0).exists()
