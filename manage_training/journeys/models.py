import uuid

from django.db import models


class Draft(models.Model):
    """The answers of one run of a journey. Its id stands in the URL and makes submitting it twice the same as once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    journey = models.CharField(max_length=60)
    owner_kind = models.CharField(max_length=20)  # user, invitation, partnership, browser
    owner_id = models.CharField(max_length=80)
    organisation = models.CharField(max_length=60, blank=True)  # "school 123456": its whole team sees the draft
    address = models.CharField(max_length=300, blank=True)  # where an organisation's draft stands, to lead back to it
    # What it was started with, such as the year, as `keep` writes it; never typed by anybody.
    context = models.JSONField(default=dict)
    # Step name -> what was typed, as posted; its values, while they hold; what it is about; the version that saved it.
    answers = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    started_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    result = models.JSONField(null=True)  # what submitting returned, as `keep` writes it, for the confirmation page
    came_from = models.UUIDField(null=True)  # the draft that led here, in another journey
    goes_back = models.BooleanField(default=False)  # to that draft when done; else it takes its place

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "-touched_at"], condition=models.Q(submitted_at=None), name="unfinished_drafts"
            ),
            models.Index(fields=["expires_at"], name="drafts_by_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.journey} {self.id}"

    @property
    def url(self) -> str:
        """Where to go on with an organisation's draft: at the question it has got to."""
        return f"{self.address}{self.id}/"
