"""Rules C5 and C6: each recipient once, at the rate, and not who has answered meanwhile; many at once."""

import tracemalloc
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from manage_training.domain.accounts.memberships import make_tutor, replace_tutor
from manage_training.domain.campaigns.go_on import go_on
from manage_training.domain.campaigns.letters import KINDS
from manage_training.domain.campaigns.models import A_BATCH, Campaign, Recipient, Skipped, Stands
from manage_training.domain.campaigns.tasks import go_on_with_campaign, go_on_with_campaigns
from manage_training.domain.clock import now
from manage_training.domain.events.models import Event
from manage_training.domain.messages.models import Message
from manage_training.domain.messages.wording import WORDING, Lane
from manage_training.domain.programmes.models import Expects
from manage_training.domain.schools.models import School, SchoolContact, Status
from tests.factories.accounts import a_tutor, a_user
from tests.factories.campaigns import DFE, a_campaign, sent, whom
from tests.factories.messages import a_sign_in_message
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school


def schools(number: int, *, tutors: bool = True) -> list[School]:
    """Schools with a tutor each, or with a contact only."""
    made = [a_school(contact="" if tutors else f"office{each}@school.example") for each in range(number)]
    for school in made if tutors else ():
        a_tutor(at=school)
    return made


def test_a_batch_is_five_seconds_worth_and_is_due_five_seconds_later(time_machine):
    """At 2 a second: 10 messages, on a clock that stands still but for what the test says."""
    schools(25)
    campaign = a_campaign(rate=2)
    assert go_on(campaign.pk) == timedelta(seconds=5)
    assert Message.objects.count() == 10
    assert go_on(campaign.pk) == timedelta(seconds=5)
    assert Message.objects.count() == 10  # not due yet
    time_machine.shift(4.9)
    assert go_on(campaign.pk) == timedelta(seconds=0.1)
    time_machine.shift(0.1)
    assert go_on(campaign.pk) == timedelta(seconds=5)
    assert Message.objects.count() == 20
    time_machine.shift(5)
    assert go_on(campaign.pk) is None
    assert Message.objects.count() == 25
    assert Campaign.objects.get().finished_at == now()
    assert Event.objects.filter(kind="campaign_finished").count() == 1


def test_who_comes_late_makes_up_for_one_batch_and_no_more(time_machine):
    schools(60)
    campaign = a_campaign(rate=2)
    go_on(campaign.pk)
    time_machine.shift(3600)
    waits = [go_on(campaign.pk) for _ in range(3)]
    assert waits == [timedelta(0), timedelta(seconds=5), timedelta(seconds=5)]
    assert Message.objects.count() == 30


def test_over_a_minute_the_rate_is_kept_to_whenever_the_worker_comes_by(time_machine):
    schools(200)
    campaign = a_campaign(rate=2)
    for pause in (0, 5.5, 7, 5, 5.1, 9.9, 5, 5, 6, 5.3, 5):
        time_machine.shift(pause)
        go_on(campaign.pk)
    assert 100 <= Message.objects.count() <= 2 * 60 + 10


def test_a_clock_that_was_moved_back_does_not_stop_a_campaign(time_machine):
    """A demo that is started again with an earlier TODAY."""
    schools(15)
    campaign = a_campaign(rate=2)
    go_on(campaign.pk)
    time_machine.shift(-86_400)
    assert go_on(campaign.pk) is None
    assert Message.objects.count() == 15


def answer_yes(school):
    a_school_year(school)


def answer_not_known(school):
    a_school_year(school, programme=None, expects=Expects.NOT_KNOWN)


def close(school):
    School.objects.filter(pk=school.pk).update(status=Status.CLOSED)


def move_to_wales(school):
    School.objects.filter(pk=school.pk).update(district="W06000015")


def get_another_tutor(school):
    tutor = school.memberships.get()
    replace_tutor(tutor, "Tess Taylor", f"tess{school.pk}@school.example", by=DFE)


def get_a_tutor(school):
    make_tutor(school, "Tess Taylor", f"tess{school.pk}@school.example", by=DFE)


def nothing(school):
    pass


@pytest.mark.parametrize(
    ("happens", "tutor", "told"),
    [
        (nothing, None, None),
        (answer_yes, Skipped.ANSWERED, Skipped.ANSWERED),
        (answer_not_known, None, None),
        (close, Skipped.CLOSED, Skipped.CLOSED),
        (move_to_wales, Skipped.CLOSED, Skipped.CLOSED),
        (get_another_tutor, Skipped.ANOTHER_TUTOR, None),
    ],
)
def test_a_school_is_looked_at_again_when_it_is_its_turn(happens, tutor, told):
    school = a_school(contact="office@school.example")
    a_tutor(at=school)
    campaign = a_campaign()
    happens(school)
    go_on(campaign.pk)
    became = {each.addressee: each.skipped_because or None for each in campaign.recipients.all()}
    assert became == {"tutor": tutor, "told": told}
    written = campaign.recipients.filter(state=Stands.WRITTEN)
    campaigns_own = {"tell_us_about_ects", "tutor_was_asked_about_ects"}
    assert Message.objects.filter(kind__in=campaigns_own).count() == written.count()


@pytest.mark.parametrize(
    ("happens", "because"),
    [(nothing, ""), (answer_yes, "answered"), (close, "closed"), (get_a_tutor, "another_tutor")],
)
def test_so_is_a_school_that_is_to_nominate_its_tutor(happens, because):
    school = a_school(contact="office@school.example")
    campaign = a_campaign()
    happens(school)
    go_on(campaign.pk)
    recipient = campaign.recipients.get()
    assert (recipient.skipped_because, recipient.email) == (because, "")
    assert school.invitations.count() == (0 if because else 1)


def test_of_several_schools_only_those_that_still_have_to_answer_are_named():
    mo = a_user()
    first, second = (a_tutor(mo, at=a_school(name)).school for name in ("First", "Second"))
    campaign = a_campaign()
    answer_yes(first)
    go_on(campaign.pk)
    assert Message.objects.get().values["schools"] == [second.name]


def test_messages_recipients_and_the_next_job_are_written_together_or_not_at_all():
    schools(25)
    campaign = a_campaign(rate=2)
    jobs = ProcrastinateJob.objects.count()
    with transaction.atomic():
        go_on_with_campaign(campaign.pk)
        assert Message.objects.count() == 10
        assert ProcrastinateJob.objects.count() == jobs + 10  # the next of the campaign waits already
        transaction.set_rollback(True)
    assert not Message.objects.exists()
    assert not Recipient.objects.exclude(state=Stands.WAITING).exists()
    assert ProcrastinateJob.objects.count() == jobs


def test_a_campaign_has_one_job_that_waits_however_often_it_is_asked_to_go_on():
    schools(1)
    campaign = a_campaign()
    for _ in range(3):
        go_on_with_campaigns(timestamp=0)
    job = ProcrastinateJob.objects.get(task_name="go_on_with_campaign", status="todo")
    assert (job.args, job.priority) == ({"campaign_id": campaign.pk}, Lane.LATER)


def test_a_campaign_whose_job_was_lost_goes_on_within_a_minute():
    schools(1)
    campaign = a_campaign()
    with connection.cursor() as cursor:
        cursor.execute("truncate procrastinate_jobs cascade")
    go_on_with_campaigns(timestamp=0)
    assert ProcrastinateJob.objects.get().args == {"campaign_id": campaign.pk}
    go_on_with_campaign(campaign.pk)
    go_on_with_campaigns(timestamp=0)
    assert ProcrastinateJob.objects.filter(task_name="go_on_with_campaign").count() == 1  # none for what is over


def test_a_campaign_that_is_over_writes_to_nobody_again():
    schools(2)
    campaign = sent()
    before = whom()
    for _ in range(2):
        assert go_on(campaign.pk) is None
    assert whom() == before


def test_whoever_signs_in_overtakes_a_campaign():
    """Rule M7."""
    schools(3)
    sent()
    sign_in = a_sign_in_message()
    with connection.cursor() as cursor:
        cursor.execute("select args from procrastinate_fetch_job_v2(null, null)")
        assert cursor.fetchone()[0] in ({"message_id": sign_in.pk}, f'{{"message_id": {sign_in.pk}}}')


def test_every_campaign_gives_way_to_messages_about_what_somebody_has_just_done():
    kinds = {kind for first_and_reminder in KINDS.values() for kind in first_and_reminder}
    assert {kind for kind, wording in WORDING.items() if wording.lane is Lane.LATER} == kinds


def start_anew() -> None:
    """No campaign was sent, and the schools there are do not count any more."""
    Recipient.objects.all().delete()
    Campaign.objects.all().delete()
    School.objects.update(status=Status.CLOSED)


def queries_of_a_batch(number: int) -> int:
    for each in schools(number, tutors=True) + schools(number, tutors=False):
        SchoolContact.objects.get_or_create(school=each, kind="added", defaults={"email": f"added{each.pk}@a.example"})
    a_school_year(School.objects.order_by("pk")[0]) if number > 1 else None
    campaign = a_campaign()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        go_on(campaign.pk)
    assert Message.objects.count() >= 3 * number - 2
    return len(queries)


def test_a_batch_takes_as_many_statements_for_one_as_for_many():
    few = queries_of_a_batch(1)
    start_anew()
    assert queries_of_a_batch(8) == few <= 24


def test_memory_does_not_grow_with_the_recipients(time_machine):
    """A campaign holds one batch at a time, of 10 here."""

    def most_memory(number: int) -> int:
        schools(number)
        campaign = a_campaign(rate=2)
        most, wait = 0, A_BATCH
        tracemalloc.start()
        while wait is not None:
            tracemalloc.reset_peak()
            before = tracemalloc.get_traced_memory()[0]
            wait = go_on(campaign.pk)
            most = max(most, tracemalloc.get_traced_memory()[1] - before)
            time_machine.shift(5)
        tracemalloc.stop()
        assert campaign.recipients.filter(state=Stands.WRITTEN).count() == number
        start_anew()
        return most

    most_memory(20)  # what Python keeps once, whoever comes first
    assert most_memory(100) < 1.5 * most_memory(20)
