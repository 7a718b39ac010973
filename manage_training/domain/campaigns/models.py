from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from manage_training.domain.academic_years.models import AcademicYear
from manage_training.domain.accounts.models import User
from manage_training.domain.messages.models import Message

A_BATCH = timedelta(seconds=5)  # so much of the rate is written at once: at 20 a second, 100 messages
MOST_AT_ONCE = 2_500
FASTEST = 1_000  # messages a second


class Asks(models.TextChoices):
    """What a campaign asks schools for; messages/wording/campaigns.py has the words."""

    TRAINING = "training", "Tell us about your ECTs"
    APPROPRIATE_BODY = "appropriate_body", "Tell us who your appropriate body is"


class Addressee(models.TextChoices):
    """Whom a campaign writes to, and about what."""

    TUTOR = "tutor", "Induction tutors, who are asked"
    TOLD = "told", "Headteachers and contacts, who are told that the tutor was asked"
    INVITED = "invited", "Headteachers and contacts of schools without a tutor, who are invited to nominate one"


class Campaign(models.Model):
    """One message to many schools about a year: the first of its name, or a reminder of it.

    What it asks and whom is written down with it, so that it stays known when the descriptions of campaigns change.
    """

    name = models.CharField(max_length=60)
    year = models.ForeignKey(AcademicYear, models.PROTECT, related_name="campaigns")
    number = models.PositiveSmallIntegerField()  # 1 is the first, 2 its first reminder
    asks = models.CharField(max_length=20, choices=Asks)
    writes_to = ArrayField(models.CharField(max_length=10, choices=Addressee))
    audience = models.JSONField()  # facts about schools, as audience.py reads them
    rate = models.PositiveSmallIntegerField()  # messages a second
    started_at = models.DateTimeField()
    next_at = models.DateTimeField()  # before this no more is written
    stopped_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "year", "number"], name="a_campaign_is_sent_once"),
            models.CheckConstraint(
                name="a_campaign_has_a_rate_and_a_number",
                condition=Q(rate__gte=1, rate__lte=FASTEST, number__gte=1),
            ),
            models.CheckConstraint(name="a_campaign_asks_for_something", condition=Q(asks__in=Asks.values)),
        ]

    def __str__(self) -> str:
        reminder = f", reminder {self.number - 1}" if self.number > 1 else ""
        return f"{self.get_asks_display()} for {self.year}{reminder}"

    @property
    def is_under_way(self) -> bool:
        return self.finished_at is None and self.stopped_at is None

    @property
    def at_once(self) -> int:
        """How many recipients are dealt with in one transaction."""
        return min(int(self.rate * A_BATCH.total_seconds()), MOST_AT_ONCE)


class Stands(models.TextChoices):
    WAITING = "waiting", "Not written to yet"
    WRITTEN = "written", "Written to"
    SKIPPED = "skipped", "Not written to"


class Skipped(models.TextChoices):
    """Why somebody who was to be written to was not, when it was their turn."""

    ANSWERED = "answered", "The school had answered"
    CLOSED = "closed", "The school had closed, or may not be written to"
    ANOTHER_TUTOR = "another_tutor", "The school had another induction tutor"


class Recipient(models.Model):
    """Somebody to whom a campaign writes once, about one or several schools of theirs."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="recipients")
    key = models.CharField(max_length=40)  # who it is, by ids: "tutor 7", "told about 3", "invited 3"
    addressee = models.CharField(max_length=10, choices=Addressee)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    email = models.EmailField(max_length=320, blank=True)  # of who has no account; gone as soon as it was their turn
    schools = ArrayField(models.BigIntegerField())
    state = models.CharField(max_length=10, choices=Stands, default=Stands.WAITING)
    skipped_because = models.CharField(max_length=20, choices=Skipped, blank=True)
    message = models.OneToOneField(Message, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "key"], name="a_campaign_has_a_recipient_once"),
            models.CheckConstraint(
                name="a_recipient_is_written_to_by_one_message",
                condition=Q(state=Stands.WRITTEN, message__isnull=False)
                | Q(state__in=[Stands.WAITING, Stands.SKIPPED], message=None),
            ),
            models.CheckConstraint(
                name="who_is_skipped_is_skipped_for_a_reason",
                condition=Q(state=Stands.SKIPPED, skipped_because__in=Skipped.values)
                | (~Q(state=Stands.SKIPPED) & Q(skipped_because="")),
            ),
            models.CheckConstraint(
                name="a_recipient_keeps_an_address_only_while_it_waits",
                condition=Q(state=Stands.WAITING) | Q(email=""),
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "id"], condition=Q(state="waiting"), name="who_waits_for_a_campaign")
        ]

    def __str__(self) -> str:
        return f"{self.key} of campaign {self.campaign_id}"
