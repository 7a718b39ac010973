from django.db import models
from django.db.models import Q

from manage_training.domain.academic_years.models import AcademicYear
from manage_training.domain.organisations.models import DeliveryPartner, LeadProvider
from manage_training.domain.schools.models import School


class Origin(models.TextChoices):
    REPORTED = "reported", "Reported by the lead provider"
    CONTINUED = "continued", "Continued by the school"
    CHANGED = "changed", "A change that was accepted"


class Partnership(models.Model):
    """A lead provider and its delivery partner train a school's teachers of one year. It is replaced, never changed."""

    school = models.ForeignKey(School, models.PROTECT, related_name="partnerships")
    year = models.ForeignKey(AcademicYear, models.PROTECT, related_name="partnerships")
    lead_provider = models.ForeignKey(LeadProvider, models.PROTECT, related_name="partnerships")
    delivery_partner = models.ForeignKey(DeliveryPartner, models.PROTECT, related_name="partnerships")
    origin = models.CharField(max_length=10, choices=Origin)
    since = models.DateTimeField()
    challenge_by = models.DateField(null=True)  # in London, that day included
    challenge_token_hash = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - none once it has passed
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=10, blank=True)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaces")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "year"], condition=Q(ended_at=None), name="a_school_has_one_partnership_in_a_year"
            ),
            models.CheckConstraint(
                name="an_ended_partnership_says_why",
                condition=Q(ended_at=None, ended_why="")
                | Q(ended_at__isnull=False, ended_why__in=["challenged", "replaced", "changed"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lead_provider} with {self.delivery_partner} at {self.school}, {self.year}"
