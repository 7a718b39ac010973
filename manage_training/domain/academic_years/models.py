from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Programme(models.TextChoices):
    """How a school runs its training, in the guide's words. A year offers some of these."""

    FULL_INDUCTION = "full_induction_programme", "Use a training provider, funded by the DfE"
    CORE_INDUCTION = "core_induction_programme", "Deliver your own programme using DfE accredited materials"
    DESIGN_OUR_OWN = (
        "design_our_own",
        "Design and deliver your own programme based on the Early Career Framework (ECF)",
    )
    SCHOOL_FUNDED = "school_funded_induction_programme", "Use a training provider funded by your school"
    NO_EARLY_CAREER_TEACHERS = "no_early_career_teachers", "We do not expect any early career teachers to join"


class AcademicYear(models.Model):
    """A year of training, named by the calendar year in which it starts: 2022 is "2022 to 2023"."""

    start = models.PositiveSmallIntegerField(primary_key=True)
    registration_opens_on = models.DateField()
    # What a funded school may choose, and what one that is not funded may choose, each in the order shown.
    programmes = ArrayField(models.CharField(max_length=40, choices=Programme))
    programmes_not_funded = ArrayField(models.CharField(max_length=40, choices=Programme))

    class Meta:
        ordering = ["-start"]
        constraints = [
            models.CheckConstraint(
                name="an_academic_year_is_2021_or_later", condition=Q(start__gte=2021, start__lte=2100)
            ),
            models.CheckConstraint(
                name="a_year_offers_programmes_that_exist",
                condition=Q(programmes__contained_by=Programme.values)
                & Q(programmes_not_funded__contained_by=Programme.values),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start} to {self.start + 1}"

    @property
    def starts_on(self) -> date:
        """The first day of the school year. Registration opens months before it."""
        return date(self.start, 9, 1)
