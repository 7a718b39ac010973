"""Rules C5 and C7, where several processes do it at the same moment."""

import pytest

from manage_training.domain.campaigns.go_on import go_on
from manage_training.domain.campaigns.models import Campaign, Recipient
from manage_training.domain.campaigns.start import start
from manage_training.domain.messages.models import Message
from tests.factories.accounts import a_tutor
from tests.factories.campaigns import ABOUT_ECTS, DFE, a_campaign
from tests.factories.schools import a_school
from tests.factories.years import an_open_year
from tests.races.at_once import again_and_again, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def schools(transactional_db) -> None:
    an_open_year()
    for number in range(3):
        a_tutor(at=a_school(contact=f"office{number}@school.example"))
    a_school(contact="alone@school.example")


@again_and_again
def test_of_two_who_send_a_campaign_at_once_one_does(race: int):
    def send() -> str:
        return str(start(ABOUT_ECTS, by=DFE))

    one, other = sorted(at_once(send, send))
    assert one.startswith("Refusal: ")
    assert "is being sent. Look at its status first." in one
    assert other.startswith("Tell us about your ECTs for ")
    assert Campaign.objects.count() == 1
    assert Recipient.objects.count() == 7


@again_and_again
def test_two_workers_with_one_campaign_write_to_each_recipient_once(race: int):
    campaign = a_campaign(rate=1)  # a batch of five, and five seconds until the next

    def work() -> str:
        return str(go_on(campaign.pk))

    assert not [outcome for outcome in at_once(work, work, work) if "Error" in outcome]
    assert Message.objects.count() == Recipient.objects.filter(state="written").count() == 5
