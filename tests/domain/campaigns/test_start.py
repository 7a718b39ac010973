"""Rules C6 to C8: a campaign is looked at, sent, stopped and gone on with; reminders come later and to who is left."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from procrastinate.contrib.django.models import ProcrastinateJob

from manage_training.domain.academic_years.models import AcademicYear
from manage_training.domain.campaigns.go_on import go_on
from manage_training.domain.campaigns.models import Campaign, Recipient, Stands
from manage_training.domain.campaigns.progress import progress_of
from manage_training.domain.campaigns.start import latest, preview, resume, start, stop
from manage_training.domain.events.models import Event
from manage_training.domain.messages.models import Message, State
from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.refusal import Refusal
from manage_training.domain.schools.models import School
from tests.factories.accounts import a_tutor, a_user
from tests.factories.campaigns import ABOUT_BODIES, ABOUT_ECTS, DFE, a_campaign, sent, whom
from tests.factories.messages import deliver_all
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school
from tests.factories.years import a_year


@pytest.fixture(autouse=True)
def schools(on_20_june_2022) -> None:
    """One with tutor and contact, one with a contact, two with one tutor, one that nobody can reach."""
    a_tutor(
        at=a_school("ACME Primary School", contact="office@acme.example"), name="Hugo Furst", email="hugo@acme.example"
    )
    a_school("Oakfield Primary School", contact="office@oakfield.example")
    mo = a_user("Mo Adeyemi", "mo@trust.example")
    for name in ("Riverbank Infant School", "Riverbank Junior School"):
        a_tutor(mo, at=a_school(name))
    a_school("Hilltop School")


def run(*arguments: str) -> str:
    said = io.StringIO()
    call_command("campaign", *arguments, stdout=said)
    return said.getvalue()


def test_a_preview_says_how_many_of_each_kind_and_shows_one_and_changes_nothing(django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        seen = preview(ABOUT_ECTS)
    assert {addressee.value: (count.people, count.schools) for addressee, count in seen.counts.items()} == {
        "tutor": (2, 3),
        "told": (1, 1),
        "invited": (1, 1),
    }
    assert (seen.recipients, seen.out_of_reach, seen.campaign.rate) == (4, 1, 20)
    assert (seen.sample.to, seen.sample.subject) == ("hugo@acme.example", "Tell us about your ECTs for 2022 to 2023")
    for model in (Campaign, Recipient, Message, Event, ProcrastinateJob):
        assert not model.objects.exists()


def test_the_preview_of_an_invitation_shows_it_too():
    a_school_year(School.objects.get(name="ACME Primary School"))
    for name in ("Riverbank Infant School", "Riverbank Junior School"):
        a_school_year(School.objects.get(name=name))
    sample = preview(ABOUT_ECTS).sample
    assert sample.to == "office@oakfield.example"
    assert "/invitations/" in sample.link
    assert "until the end of 11 July 2022" in sample.body


def test_what_a_preview_said_is_what_is_sent():
    before = preview(ABOUT_ECTS)
    campaign = sent()
    assert campaign.recipients.count() == before.recipients == Message.objects.exclude(to="").count()
    assert whom() == {
        "tell_us_about_ects": ["hugo@acme.example", "mo@trust.example"],
        "tutor_was_asked_about_ects": ["office@acme.example"],
        "tell_us_who_your_tutor_is": ["office@oakfield.example"],
    }


def test_to_begin_takes_as_many_statements_for_few_as_for_many(django_assert_num_queries):
    with django_assert_num_queries(11):
        a_campaign()
    Recipient.objects.all().delete()
    Campaign.objects.all().delete()
    ProcrastinateJob.objects.all().delete()
    for _ in range(10):
        a_tutor(at=a_school(contact="another@school.example"))
    with django_assert_num_queries(11):
        a_campaign()


def test_a_campaign_that_begins_writes_an_event_and_waits_for_the_worker():
    campaign = start(ABOUT_ECTS, by=DFE)
    assert str(campaign) == "Tell us about your ECTs for 2022 to 2023"
    assert not Message.objects.exists()
    assert ProcrastinateJob.objects.get().args == {"campaign_id": campaign.pk}
    event = Event.objects.get()
    assert (event.kind, event.details) == (
        "campaign_started",
        {"name": ABOUT_ECTS, "year": 2022, "number": 1, "rate": 20, "recipients": 4},
    )


def test_a_reminder_goes_two_weeks_later_to_who_has_not_answered_and_says_so(time_machine):
    sent()
    a_school_year(School.objects.get(name="ACME Primary School"))
    a_school_year(School.objects.get(name="Riverbank Infant School"), programme=None, expects="not_known")
    time_machine.shift(timedelta(days=14))
    Message.objects.update(kind="sent before")
    reminder = sent(reminder=True)
    assert str(reminder) == "Tell us about your ECTs for 2022 to 2023, reminder 1"
    assert whom() == {
        "sent before": ["hugo@acme.example", "mo@trust.example", "office@acme.example", "office@oakfield.example"],
        "tell_us_about_ects_reminder": ["mo@trust.example"],
        "tell_us_who_your_tutor_is_reminder": ["office@oakfield.example"],
    }
    assert Message.objects.filter(dedupe_key__startswith=f"campaign {reminder.pk}: ").count() == 2


def not_loaded():
    start(ABOUT_ECTS, 2023, by=DFE)


def not_open():
    a_year(2023)
    start(ABOUT_ECTS, 2023, by=DFE)


def again():
    sent()
    start(ABOUT_ECTS, by=DFE)


def while_it_is_sent():
    a_campaign()
    start(ABOUT_ECTS, reminder=True, by=DFE)


def while_it_is_stopped():
    stop(a_campaign(), by=DFE)
    start(ABOUT_ECTS, reminder=True, by=DFE)


def remind_of_nothing():
    start(ABOUT_ECTS, reminder=True, by=DFE)


def remind_too_soon():
    sent()
    start(ABOUT_ECTS, reminder=True, by=DFE)


def to_nobody():
    start(ABOUT_BODIES, by=DFE)


def too_fast():
    start(ABOUT_ECTS, rate=1_001, by=DFE)


def not_at_all():
    start(ABOUT_ECTS, rate=0, by=DFE)


def status_of_nothing():
    latest(ABOUT_ECTS)


def stop_what_is_over():
    stop(sent(), by=DFE)


def resume_what_runs():
    resume(a_campaign(), by=DFE)


@pytest.mark.parametrize(
    ("what", "words"),
    [
        (not_loaded, "2023 to 2024 is not loaded. Open registration for it first"),
        (not_open, "Registration for 2023 to 2024 opens on 5 June 2023. Send the campaign then"),
        (again, "was sent on 20 June 2022. To ask who has not answered, send a reminder"),
        (while_it_is_sent, "for 2022 to 2023 is being sent. Look at its status first"),
        (while_it_is_stopped, "for 2022 to 2023 was stopped. Go on with it first"),
        (remind_of_nothing, "has not been sent for 2022 to 2023 yet, so there is nothing to remind of. Send it first"),
        (remind_too_soon, "was sent on 20 June 2022. A reminder can be sent from 4 July 2022 on"),
        (to_nobody, "There is nobody to write to"),
        (too_fast, "A rate of 1001 messages a second cannot be kept. Give one from 1 to 1000"),
        (not_at_all, "A rate of 0 messages a second cannot be kept"),
        (status_of_nothing, "has not been sent for 2022 to 2023. Look at it with preview, then send it"),
        (stop_what_is_over, "is not being sent. Look at its status"),
        (resume_what_runs, "was not stopped. Look at its status"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(what, words):
    """Rule C7."""
    with pytest.raises(Refusal, match=words):
        what()
    assert not Campaign.objects.filter(year=2023).exists()


def test_a_campaign_can_be_sent_about_the_year_before():
    assert start(ABOUT_ECTS, 2021, by=DFE).year_id == 2021


def test_a_campaign_that_is_stopped_writes_no_more_until_it_is_resumed():
    campaign = a_campaign()
    stop(campaign, by=DFE)
    assert go_on(campaign.pk) is None
    assert not Message.objects.exists()
    resume(campaign, by=DFE)
    assert go_on(campaign.pk) is None
    assert campaign.recipients.filter(state=Stands.WRITTEN).count() == 4
    assert [event.kind for event in Event.objects.filter(kind__startswith="campaign").order_by("pk")] == [
        "campaign_started",
        "campaign_stopped",
        "campaign_resumed",
        "campaign_finished",
    ]


def test_how_far_a_campaign_has_come_takes_one_query(django_assert_num_queries, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    campaign = a_campaign()
    a_school_year(School.objects.get(name="ACME Primary School"))
    assert (progress_of(campaign).waiting, progress_of(campaign).done) == (4, 0)
    go_on(campaign.pk)
    assert (progress_of(campaign).waiting, progress_of(campaign).done) == (0, 2)
    deliver_all()
    Message.objects.filter(to="mo@trust.example").update(state=State.FAILED)
    with django_assert_num_queries(1):
        progress = progress_of(campaign)
    assert (progress.recipients, progress.done) == (4, 4)
    assert (dict(progress.messages), dict(progress.skipped)) == ({"sent": 1, "failed": 1}, {"answered": 2})


def test_the_command_shows_sends_and_reports():
    said = run("preview", ABOUT_ECTS)
    assert "Tell us about your ECTs for 2022 to 2023: 4 messages" in said
    assert "2  Induction tutors, who are asked (about 3 schools)" in said
    assert "1  schools have neither a tutor nor an address: nobody is asked" in said
    assert "Subject: Tell us about your ECTs for 2022 to 2023\n\nDear Hugo Furst" in said
    assert run("send", ABOUT_ECTS, "--rate", "7") == (
        "Tell us about your ECTs for 2022 to 2023 is being sent: 0 of 4 are done with\n"
        "       4  Still to be written to\n"
    )
    campaign = Campaign.objects.get()
    assert campaign.rate == 7
    assert "is stopped: 0 of 4" in run("stop", ABOUT_ECTS)
    assert "is being sent: 0 of 4" in run("resume", ABOUT_ECTS)
    SchoolYear.objects.create(
        school=School.objects.get(name="ACME Primary School"),
        year_id=2022,
        expects="no",
        programme="no_early_career_teachers",
        answered_at=campaign.started_at,
    )
    go_on(campaign.pk)
    assert run("status", ABOUT_ECTS) == (
        "Tell us about your ECTs for 2022 to 2023 is written: 2 of 4 are done with\n"
        "       2  Waiting to be sent\n"
        "       2  Not written to. The school had answered\n"
    )


def test_the_command_says_what_is_wrong():
    with pytest.raises(CommandError, match="2031 to 2032 is not loaded"):
        run("preview", ABOUT_ECTS, "--year", "2031")
    AcademicYear.objects.update(registration_opens_on="2022-07-01")
    with pytest.raises(CommandError, match="Registration has not opened yet"):
        run("status", ABOUT_ECTS)
