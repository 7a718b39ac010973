from django.db import models
from django.db.models import Q

from manage_training.domain.academic_years.models import AcademicYear
from manage_training.domain.organisations.models import DeliveryPartner, LeadProvider
from manage_training.domain.schools.models import School


class Origin(models.TextChoices):
    REPORTED = "reported", "Reported by the lead provider"
    CONTINUED = "continued", "Continued by the school"


class EndedWhy(models.TextChoices):
    CHALLENGED = "challenged", "The school said that it is wrong"
    REPLACED = "replaced", "Another report took its place"
    CHANGED = "changed", "The school changed how it runs its training"


class PartnershipQuerySet(models.QuerySet["Partnership"]):
    """Partnerships, and those among them that are in force."""

    def live(self) -> "PartnershipQuerySet":
        return self.filter(ended_at=None)


class Partnership(models.Model):
    """A lead provider and its delivery partner train a school's teachers of one year. It is replaced, never changed.

    The two have an agreement for the year: a foreign key over the three, in migration 0002 (rule B2).
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="partnerships")
    year = models.ForeignKey(AcademicYear, models.PROTECT, related_name="partnerships")
    lead_provider = models.ForeignKey(LeadProvider, models.PROTECT, related_name="partnerships")
    delivery_partner = models.ForeignKey(DeliveryPartner, models.PROTECT, related_name="partnerships")
    origin = models.CharField(max_length=10, choices=Origin)
    since = models.DateTimeField()
    challenge_by = models.DateField(null=True)  # in London, that day included
    challenge_token_hash = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - none once it has passed
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=10, choices=EndedWhy, blank=True)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaces")

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "year"], condition=Q(ended_at=None), name="a_school_has_one_partnership_in_a_year"
            ),
            # What training periods refer to, so that none can belong to another school's or another year's partnership.
            models.UniqueConstraint(fields=["id", "school", "year"], name="a_partnership_with_its_school_and_year"),
            models.CheckConstraint(
                name="an_ended_partnership_says_why",
                condition=Q(ended_at=None, ended_why="") | Q(ended_at__isnull=False, ended_why__in=EndedWhy.values),
            ),
            models.CheckConstraint(
                name="only_what_has_ended_is_replaced", condition=Q(replaced_by=None) | Q(ended_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lead_provider} with {self.delivery_partner} at {self.school}, {self.year}"


class Reason(models.TextChoices):
    """Why a school says that a partnership is wrong."""

    ANOTHER_PROVIDER = "another_provider", "We have signed up with another provider"
    NOT_CONFIRMED = "not_confirmed", "We have not confirmed with any provider yet"
    DO_NOT_RECOGNISE = "do_not_recognise", "We do not recognise this organisation"
    NO_TEACHERS = "no_ects", "We do not expect to have any early career teachers this year"
    MISTAKE = "mistake", "This looks like a mistake"


class Challenge(models.Model):
    """A school said that a partnership is wrong. It may be undone, and stays then too (rule B3)."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="challenges")
    reason = models.CharField(max_length=20, choices=Reason)
    by = models.BigIntegerField(null=True)  # the user; none where the link in the message was used
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership"], condition=Q(undone_at=None), name="a_partnership_is_challenged_once"
            ),
            models.CheckConstraint(name="a_challenge_gives_a_reason", condition=Q(reason__in=Reason.values)),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.partnership}"
