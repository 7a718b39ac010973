from django.db import models


class Event(models.Model):
    """Something that happened: who did what for whom, and when. Rows are only ever added; a trigger refuses the rest.

    It holds kinds, ids, codes and days, never names, addresses or dates of birth: whoever shows an event resolves the ids then.
    """

    kind = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=20)
    actor_id = models.BigIntegerField(null=True)
    acting_as = models.CharField(max_length=60, blank=True)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    school_id = models.BigIntegerField(null=True)  # a plain number: events stand below schools
    details = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["school_id", "-id"], name="what_has_happened_at_a_school"),
            models.Index(fields=["subject_kind", "subject_id", "-id"], name="what_has_happened_to_this"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.subject_kind} {self.subject_id}"
