from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from manage_training.domain.academic_years.models import AcademicYear


class LeadProvider(models.Model):
    """Whom DfE funds to train teachers through delivery partners. `email` is where we write about its schools."""

    name = models.CharField(max_length=150, unique=True)
    email = models.EmailField(max_length=320)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class DeliveryPartner(models.Model):
    """Who trains a lead provider's teachers on the ground, such as a teaching school hub."""

    name = models.CharField(max_length=150, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Agreement(models.Model):
    """This delivery partner may work for this lead provider in this year."""

    lead_provider = models.ForeignKey(LeadProvider, models.PROTECT, related_name="agreements")
    delivery_partner = models.ForeignKey(DeliveryPartner, models.PROTECT, related_name="agreements")
    year = models.ForeignKey(AcademicYear, models.PROTECT, related_name="agreements")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lead_provider", "delivery_partner", "year"], name="an_agreement_is_made_once_a_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lead_provider} with {self.delivery_partner}, {self.year}"


class Kind(models.TextChoices):
    LOCAL_AUTHORITY = "local_authority", "Local authority"
    TEACHING_SCHOOL_HUB = "teaching_school_hub", "Teaching school hub"
    NATIONAL = "national", "National organisation"


class AppropriateBody(models.Model):
    """A body that assures the quality of statutory induction, open to new teachers from its first to its last year."""

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind)
    school_types = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)  # empty: any type
    first_year = models.PositiveSmallIntegerField(default=2021)
    last_year = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "name"], name="an_appropriate_body_is_named_once_in_its_kind"),
            models.CheckConstraint(
                name="an_appropriate_body_ends_after_it_starts", condition=Q(last_year__gte=F("first_year"))
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Materials(models.Model):
    """Accredited core induction materials, known by who wrote them."""

    name = models.CharField(max_length=150, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
