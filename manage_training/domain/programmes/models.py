from django.db import models
from django.db.models import Q

from manage_training.domain.academic_years.models import AcademicYear, Programme
from manage_training.domain.organisations.models import AppropriateBody, LeadProvider, Materials
from manage_training.domain.schools.models import School

# The same programmes as a row of the dashboard says them.
SHORT_NAMES = {
    Programme.FULL_INDUCTION: "Training provider, funded by the DfE",
    Programme.CORE_INDUCTION: "DfE accredited materials",
    Programme.DESIGN_OUR_OWN: "Your own programme",
    Programme.SCHOOL_FUNDED: "Training provider, funded by your school",
    Programme.NO_EARLY_CAREER_TEACHERS: "No early career teachers",
}


class Expects(models.TextChoices):
    """Whether a school expects early career teachers in a year, in the guide's words."""

    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_KNOWN = "not_known", "We do not know yet"


class SchoolYear(models.Model):
    """What a school answered for a year: whether it expects early career teachers, and how it runs their training."""

    school = models.ForeignKey(School, models.PROTECT, related_name="years")
    year = models.ForeignKey(AcademicYear, models.PROTECT, related_name="school_years")
    expects = models.CharField(max_length=10, choices=Expects)
    programme = models.CharField(max_length=40, choices=Programme, null=True)  # noqa: DJ001 - null is "not answered yet"
    materials = models.ForeignKey(Materials, models.PROTECT, null=True, related_name="+")
    appropriate_body = models.ForeignKey(AppropriateBody, models.PROTECT, null=True, related_name="+")
    # The lead provider a school stays with while its delivery partner for the year is still to be confirmed.
    planned_lead_provider = models.ForeignKey(LeadProvider, models.PROTECT, null=True, related_name="+")
    answered_by = models.BigIntegerField(null=True)  # the user who last answered; none where an invitation did
    answered_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "year"], name="a_school_answers_once_for_a_year"),
            models.CheckConstraint(
                name="a_school_gives_an_answer_that_was_asked_for",
                condition=Q(expects__in=Expects.values) & (Q(programme=None) | Q(programme__in=Programme.values)),
            ),
            models.CheckConstraint(
                name="no_early_career_teachers_is_one_answer",
                condition=(Q(expects="no") & Q(programme="no_early_career_teachers") & Q(programme__isnull=False))
                | (~Q(expects="no") & (Q(programme=None) | ~Q(programme="no_early_career_teachers"))),
            ),
            models.CheckConstraint(
                name="materials_belong_to_the_programme_that_uses_them",
                condition=Q(materials=None) | (Q(programme__isnull=False) & Q(programme="core_induction_programme")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school}, {self.year}"

    @property
    def trains_teachers(self) -> bool:
        """Whether the school has chosen a programme and expects somebody to follow it."""
        return self.programme not in (None, Programme.NO_EARLY_CAREER_TEACHERS)
