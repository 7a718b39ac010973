import uuid

from django.db import models


class Draft(models.Model):
    """The answers of one run of a journey. Its id stands in the URL and makes submitting it twice the same as once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    journey = models.CharField(max_length=60)
    owner_kind = models.CharField(max_length=20)  # user, invitation, browser
    owner_id = models.CharField(max_length=80)
    organisation = models.CharField(max_length=60, blank=True)  # "school 123456": its whole team sees the draft
    context = models.JSONField(
        default=dict
    )  # what the journey was started with, such as the year; never typed by anybody
    answers = models.JSONField(default=dict)  # step name -> what was typed, as posted
    version = models.PositiveIntegerField(default=1)
    started_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    result = models.JSONField(null=True)  # what the confirmation page needs, once submitted

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "-touched_at"], condition=models.Q(submitted_at=None), name="unfinished_drafts"
            ),
            models.Index(fields=["expires_at"], name="drafts_by_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.journey} {self.id}"
