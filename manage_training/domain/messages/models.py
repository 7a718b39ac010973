from django.db import models
from django.db.models.functions import Lower

from manage_training.domain.messages.port import Because


class State(models.TextChoices):
    QUEUED = "queued", "Waiting to be sent"
    SENT = "sent", "Sent"
    DELIVERED = "delivered", "Delivered"
    FAILED = "failed", "Not delivered"


class Message(models.Model):
    """One e-mail to one address: the outbox row that commits together with the change it tells of."""

    kind = models.CharField(max_length=60)
    to = models.EmailField(max_length=320)  # cleared after 7 days, as are the values
    values = models.JSONField(default=dict)  # what the wording names
    seed = models.CharField(max_length=40, blank=True)  # of the token or code in it; cleared once it has gone
    dedupe_key = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    school_id = models.BigIntegerField(null=True)  # a plain number: messages stand below schools
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)  # a worker is sending it; later than this, that worker has died
    provider_id = models.CharField(max_length=100, blank=True)
    failure = models.CharField(max_length=200, blank=True)  # in words a tutor can act on
    failed_because = models.CharField(
        max_length=10, blank=True, db_default="", choices=[(each.value, each.value) for each in Because]
    )
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)  # the carrier's word that the recipient's server has it
    asked_at = models.DateTimeField(null=True)  # when we last asked what became of it

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], condition=models.Q(state="queued"), name="messages_waiting"),
            models.Index(fields=["school_id"], condition=models.Q(state="failed"), name="messages_a_school_missed"),
            models.Index(fields=["created_at"], condition=~models.Q(to=""), name="messages_not_forgotten"),
            models.Index(Lower("to"), condition=models.Q(failed_because="address"), name="messages_to_nobody"),
            models.Index(fields=["sent_at"], condition=models.Q(state="sent"), name="messages_without_a_receipt"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_message_is_sent_once_it_has_a_time",
                condition=models.Q(state__in=["queued", "failed"]) | models.Q(sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_message_keeps_its_seed_only_while_it_waits",
                condition=models.Q(state="queued") | models.Q(seed=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.state})"
