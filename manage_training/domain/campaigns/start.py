"""Sending a campaign: looked at before, begun, stopped, gone on with. Rules C6 to C8."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from manage_training.domain.academic_years.models import AcademicYear
from manage_training.domain.academic_years.years import registration_year
from manage_training.domain.campaigns.descriptions import Description, description
from manage_training.domain.campaigns.letters import invited, kind_of, schools_now, to_tutor, to_whom_it_is_told
from manage_training.domain.campaigns.models import FASTEST, Addressee, Campaign
from manage_training.domain.campaigns.recipients import (
    Count,
    count_out_of_reach,
    count_recipients,
    one_recipient,
    write_recipients,
)
from manage_training.domain.campaigns.tasks import go_on_soon
from manage_training.domain.clock import london_date, now, today
from manage_training.domain.dates import words
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.record import record
from manage_training.domain.invitations.invite import LIVES
from manage_training.domain.invitations.models import Invitation
from manage_training.domain.messages.models import Message
from manage_training.domain.messages.port import Email
from manage_training.domain.messages.write import write
from manage_training.domain.refusal import Refusal
from manage_training.domain.secrets import new_seed

BETWEEN_REMINDERS = timedelta(days=14)


@dataclass(frozen=True)
class Preview:
    campaign: Campaign  # not saved
    counts: dict[Addressee, Count]
    out_of_reach: int  # schools with neither a tutor nor an address
    sample: Email | None

    @property
    def recipients(self) -> int:
        return sum(count.people for count in self.counts.values())

    @property
    def takes(self) -> timedelta:
        return timedelta(seconds=self.recipients // self.campaign.rate)


def preview(name: str, year: int | None = None, *, reminder: bool = False, rate: int | None = None) -> Preview:
    """Whom a campaign would go to if it were sent now, and its first message. Changes nothing.

    Raises `Refusal` where it could not be sent.
    """
    campaign = planned(description(name), opened_year(year), reminder=reminder, rate=rate)
    return Preview(campaign, count_recipients(campaign), count_out_of_reach(campaign), sample(campaign))


@transaction.atomic
def start(
    name: str, year: int | None = None, *, reminder: bool = False, rate: int | None = None, by: Actor
) -> Campaign:
    """Begin to send a campaign about a year, else about the one that schools register for; the worker goes on.

    Everybody to whom it goes is written down here, with one statement. Raises `Refusal`; nothing has changed then.
    """
    about = opened_year(year)
    AcademicYear.objects.select_for_update(no_key=True).get(pk=about.pk)  # of two who start at once, one is second
    campaign = planned(description(name), about, reminder=reminder, rate=rate)
    campaign.save()
    recipients = write_recipients(campaign)
    if not recipients:
        raise Refusal(f"There is nobody to write to: no school that {name} is for in {about} can be reached.")
    record(
        "campaign_started",
        about=campaign,
        by=by,
        name=name,
        year=about.start,
        number=campaign.number,
        rate=campaign.rate,
        recipients=recipients,
    )
    go_on_soon(campaign.pk)
    return campaign


@transaction.atomic
def stop(campaign: Campaign, *, by: Actor) -> Campaign:
    """Write no more messages of a campaign. Those in the outbox go. Raises `Refusal` where it is not under way."""
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if not campaign.is_under_way:
        raise Refusal(f"{campaign} is not being sent. Look at its status.")
    campaign.stopped_at = now()
    campaign.save(update_fields=["stopped_at"])
    record("campaign_stopped", about=campaign, by=by)
    return campaign


@transaction.atomic
def resume(campaign: Campaign, *, by: Actor) -> Campaign:
    """Go on with a campaign that was stopped. Raises `Refusal` where it was not."""
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if campaign.finished_at or campaign.stopped_at is None:
        raise Refusal(f"{campaign} was not stopped. Look at its status.")
    campaign.stopped_at = None
    campaign.save(update_fields=["stopped_at"])
    record("campaign_resumed", about=campaign, by=by)
    go_on_soon(campaign.pk)
    return campaign


def latest(name: str, year: int | None = None) -> Campaign:
    """The newest sending of a campaign about a year, else about the one that schools register for."""
    about = opened_year(year)
    name = description(name).name
    found = Campaign.objects.filter(name=name, year=about).order_by("-number").first()
    if found is None:
        raise Refusal(f"{name} has not been sent for {about}. Look at it with preview, then send it.")
    return found


def opened_year(start: int | None) -> AcademicYear:
    if start is None:
        return registration_year(today())
    year = AcademicYear.objects.filter(start=start).first()
    if year is None:
        raise Refusal(f"{AcademicYear(start=start)} is not loaded. Open registration for it first.")
    if year.registration_opens_on > today():
        raise Refusal(f"Registration for {year} opens on {words(year.registration_opens_on)}. Send the campaign then.")
    return year


def planned(what: Description, year: AcademicYear, *, reminder: bool, rate: int | None) -> Campaign:
    """The sending that would come next, not saved. Raises `Refusal` where none can (rule C7)."""
    rate = settings.CAMPAIGN_RATE if rate is None else rate
    if not 1 <= rate <= FASTEST:
        raise Refusal(f"A rate of {rate} messages a second cannot be kept. Give one from 1 to {FASTEST}.")
    last = Campaign.objects.filter(name=what.name, year=year).select_related("year").order_by("-number").first()
    if last and last.finished_at is None:
        how = "was stopped. Go on with it" if last.stopped_at else "is being sent. Look at its status"
        raise Refusal(f"{last} {how} first.")
    if last and not reminder:
        raise Refusal(
            f"{last} was sent on {words(london_date(last.started_at))}. To ask who has not answered, send a reminder."
        )
    if reminder and last is None:
        raise Refusal(f"{what.name} has not been sent for {year} yet, so there is nothing to remind of. Send it first.")
    if last and now() < last.started_at + BETWEEN_REMINDERS:
        day = words(london_date(last.started_at + BETWEEN_REMINDERS))
        raise Refusal(
            f"{last} was sent on {words(london_date(last.started_at))}. A reminder can be sent from {day} on."
        )
    moment = now()
    return Campaign(
        name=what.name,
        year=year,
        number=last.number + 1 if last else 1,
        asks=what.asks,
        writes_to=list(what.writes_to),
        audience=dict(what.audience),
        rate=rate,
        started_at=moment,
        next_at=moment,
    )


def sample(campaign: Campaign) -> Email | None:
    """The first message as it would go out. An invitation's link opens nothing, as there is none yet."""
    recipient = one_recipient(campaign)
    if recipient is None:
        return None
    schools = list(schools_now(campaign, [recipient]).values())
    if recipient.addressee == Addressee.INVITED:
        invitation = Invitation(expires_on=today() + LIVES)
        letter = invited(campaign, recipient, schools[0], invitation, new_seed())
    else:
        say = to_tutor if recipient.addressee == Addressee.TUTOR else to_whom_it_is_told
        letter = say(campaign, recipient, schools)
    return write(
        Message(
            kind=kind_of(campaign, recipient.addressee),
            to=letter.to,
            values=dict(letter.values),
            seed=letter.seed,
            dedupe_key=letter.key,
            created_at=now(),
        )
    )
