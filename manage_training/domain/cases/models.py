from django.db import models
from django.db.models import Q

from manage_training.domain.schools.models import School


class Case(models.Model):
    """Something that a person at the Department for Education has to look at."""

    kind = models.CharField(max_length=40)
    school = models.ForeignKey(School, models.PROTECT, null=True, related_name="cases")
    about = models.CharField(max_length=60, blank=True)  # "teachers 12 and 15", where one open case is enough
    words = models.TextField(blank=True)  # what somebody wrote to us
    reply_to = models.EmailField(max_length=320, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "about"], condition=Q(closed_at=None) & ~Q(about=""), name="one_thing_is_one_open_case"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({'closed' if self.closed_at else 'open'})"
