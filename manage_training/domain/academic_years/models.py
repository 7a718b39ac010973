from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models


class AcademicYear(models.Model):
    """A year of training, named by the calendar year in which it starts: 2022 is "2022 to 2023"."""

    start = models.PositiveSmallIntegerField(primary_key=True)
    registration_opens_on = models.DateField()
    programmes = ArrayField(models.CharField(max_length=40))  # what a funded school may choose, in the order shown
    programmes_not_funded = ArrayField(models.CharField(max_length=40))  # what a school that is not funded may choose

    class Meta:
        ordering = ["-start"]
        constraints = [
            models.CheckConstraint(
                name="an_academic_year_is_2021_or_later", condition=models.Q(start__gte=2021, start__lte=2100)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start} to {self.start + 1}"

    @property
    def starts_on(self) -> date:
        """The first day of the school year. Registration opens months before it."""
        return date(self.start, 9, 1)
