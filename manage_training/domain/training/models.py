"""Who is where, how they train, and who mentors whom: periods of days, both ends included, no last day meaning "still".

Nothing is deleted that somebody has seen: what was a mistake is voided, and leaves every rule below. What must hold
across rows is kept by `training/triggers.py` and by the keys of migration 0002.
"""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary
from django.db import models
from django.db.models import CheckConstraint, Deferrable, F, Func, Q, UniqueConstraint
from django.db.models.functions import Lower

from manage_training.domain.academic_years.models import AcademicYear, Programme
from manage_training.domain.organisations.models import AppropriateBody, DeliveryPartner, LeadProvider, Materials
from manage_training.domain.partnerships.models import Partnership
from manage_training.domain.schools.models import School
from manage_training.domain.teachers.models import Teacher
from manage_training.domain.training.triggers import (
    KEEP_MENTORSHIP_INSIDE,
    KEEP_TRAINING_INSIDE,
    KEEP_WHAT_IS_IN_A_PLACEMENT,
)


# Plain PostgreSQL can exclude on ranges but not on numbers, so an id becomes a range of one.
def only_this(field: str) -> Func:
    return Func(field, field, RangeBoundary(inclusive_lower=True, inclusive_upper=True), function="int8range")


THE_DAYS = Func(
    "starts_on", "finishes_on", RangeBoundary(inclusive_lower=True, inclusive_upper=True), function="daterange"
)
ENDS_AFTER_IT_STARTS = Q(finishes_on=None) | Q(finishes_on__gte=F("starts_on"))


class InForce(models.QuerySet):  # type: ignore[type-arg] # one for the three models below
    def in_force(self) -> "InForce":
        """All but what was voided as a mistake."""
        return self.filter(voided_at=None)

    def not_over(self, today: date) -> "InForce":
        """Those that have not ended before today: what goes on, and what is to come."""
        return self.filter(Q(finishes_on=None) | Q(finishes_on__gte=today))


class Role(models.TextChoices):
    ECT = "ect", "Early career teacher"
    MENTOR = "mentor", "Mentor"


class ReportedBy(models.TextChoices):
    THIS_SCHOOL = "this_school", "This school"
    JOINING_SCHOOL = "joining_school", "The school they joined"


class Placement(models.Model):
    """A teacher at a school in a role, from one day to another (rule T3)."""

    teacher = models.ForeignKey(Teacher, models.PROTECT, related_name="placements")
    school = models.ForeignKey(School, models.PROTECT, related_name="placements")
    role = models.CharField(max_length=6, choices=Role)
    email = models.EmailField(max_length=320)
    starts_on = models.DateField()
    finishes_on = models.DateField(null=True, blank=True)
    # Of a mentor without training, whom no training period puts into a year.
    year = models.ForeignKey(AcademicYear, models.PROTECT, null=True, related_name="+")
    left_because = models.CharField(max_length=30, blank=True)
    last_day_reported_by = models.CharField(max_length=14, choices=ReportedBy, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)  # a registration by mistake: out of force, still in history
    version = models.PositiveIntegerField(default=1)

    objects = InForce.as_manager()

    class Meta:
        constraints = [
            CheckConstraint(name="a_placement_never_ends_before_it_starts", condition=ENDS_AFTER_IT_STARTS),
            CheckConstraint(name="a_placement_has_a_role_that_exists", condition=Q(role__in=Role.values)),
            CheckConstraint(
                name="only_a_mentor_has_a_year_without_training", condition=Q(year=None) | Q(role=Role.MENTOR)
            ),
            ExclusionConstraint(
                name="an_ect_is_in_one_place_at_a_time",
                expressions=[(only_this("teacher"), "&&"), (THE_DAYS, "&&")],
                condition=Q(role=Role.ECT, voided_at=None),
                deferrable=Deferrable.IMMEDIATE,  # one transaction may move several days, then defers it
            ),
            ExclusionConstraint(
                name="a_mentor_is_at_a_school_once_at_a_time",
                expressions=[(only_this("teacher"), "&&"), (only_this("school"), "&&"), (THE_DAYS, "&&")],
                condition=Q(role=Role.MENTOR, voided_at=None),
                deferrable=Deferrable.IMMEDIATE,
            ),
            # What training and mentorships refer to, so that none can be of another school than its placement.
            UniqueConstraint(fields=["id", "school"], name="a_placement_with_its_school"),
        ]
        indexes = [
            models.Index(fields=["school"], condition=Q(voided_at=None), name="who_is_at_a_school"),
            models.Index(Lower("email"), condition=Q(voided_at=None), name="who_uses_an_address"),
        ]
        triggers = [KEEP_WHAT_IS_IN_A_PLACEMENT]

    def __str__(self) -> str:
        return f"{self.teacher}, {self.get_role_display()} at {self.school}"

    @property
    def reference(self) -> str:
        """What a school quotes when it asks about a registration."""
        return f"MT-{self.pk:06d}"


class Status(models.TextChoices):
    TRAINING = "training", "In training"
    PAUSED = "paused", "Paused"
    WITHDRAWN = "withdrawn", "Withdrawn"


OWN_PROGRAMMES = [Programme.CORE_INDUCTION, Programme.DESIGN_OUR_OWN]
PROGRAMMES_WITH_TRAINING = [value for value in Programme.values if value != Programme.NO_EARLY_CAREER_TEACHERS]
NO_PARTNERSHIP, NOBODY_CARRIED_OVER = Q(partnership=None), Q(lead_provider=None, delivery_partner=None)

# What is fetched with a period by whoever says who trains somebody.
WHO_TRAINS = (
    "year",
    "partnership__lead_provider",
    "partnership__delivery_partner",
    "lead_provider",
    "delivery_partner",
    "materials",
)


class TrainingPeriod(models.Model):
    """How somebody trains for a while, and of which year their training is. A change ends a period and begins another.

    Who trains them is the partnership of the school and year, or a provider and partner they carried over from their
    last school; nobody where that is still to be confirmed (rules T4 and T6).
    """

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="training")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")  # the placement's, copied for the keys
    year = models.ForeignKey(AcademicYear, models.PROTECT, related_name="+")
    programme = models.CharField(max_length=40, choices=Programme)
    status = models.CharField(max_length=9, choices=Status, default=Status.TRAINING)
    reason = models.CharField(max_length=60, blank=True)  # for being paused or withdrawn
    expected_return_on = models.DateField(null=True, blank=True)
    appropriate_body = models.ForeignKey(AppropriateBody, models.PROTECT, null=True, related_name="+")
    starts_on = models.DateField()
    finishes_on = models.DateField(null=True, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    # At most one of these three.
    partnership = models.ForeignKey(Partnership, models.PROTECT, null=True, related_name="training")
    lead_provider = models.ForeignKey(LeadProvider, models.PROTECT, null=True, related_name="+")  # carried over ...
    delivery_partner = models.ForeignKey(DeliveryPartner, models.PROTECT, null=True, related_name="+")  # ... with both
    materials = models.ForeignKey(Materials, models.PROTECT, null=True, related_name="+")

    objects = InForce.as_manager()

    class Meta:
        constraints = [
            CheckConstraint(name="training_never_ends_before_it_starts", condition=ENDS_AFTER_IT_STARTS),
            CheckConstraint(name="training_follows_a_programme", condition=Q(programme__in=PROGRAMMES_WITH_TRAINING)),
            CheckConstraint(
                name="training_comes_from_one_place",
                condition=(NO_PARTNERSHIP & NOBODY_CARRIED_OVER)
                | (NO_PARTNERSHIP & Q(materials=None, lead_provider__isnull=False, delivery_partner__isnull=False))
                | (NOBODY_CARRIED_OVER & Q(materials=None)),
            ),
            CheckConstraint(
                name="own_programmes_have_no_provider",
                condition=~Q(programme__in=OWN_PROGRAMMES) | (NO_PARTNERSHIP & NOBODY_CARRIED_OVER),
            ),
            CheckConstraint(
                name="training_uses_materials_of_its_programme",
                condition=Q(materials=None) | Q(programme=Programme.CORE_INDUCTION),
            ),
            CheckConstraint(
                name="training_that_stands_still_says_why",
                condition=Q(status=Status.TRAINING, reason="", expected_return_on=None)
                | (Q(status=Status.PAUSED) & ~Q(reason=""))
                | (Q(status=Status.WITHDRAWN, expected_return_on=None) & ~Q(reason="")),
            ),
            ExclusionConstraint(
                name="a_placement_has_one_training_at_a_time",
                expressions=[(only_this("placement"), "&&"), (THE_DAYS, "&&")],
                condition=Q(voided_at=None),
                deferrable=Deferrable.IMMEDIATE,
            ),
        ]
        indexes = [models.Index(fields=["school", "year"], condition=Q(voided_at=None), name="who_trains_of_a_year")]
        triggers = [KEEP_TRAINING_INSIDE]

    def __str__(self) -> str:
        return f"Training of {self.placement}, {self.year}"


class Mentorship(models.Model):
    """A mentor looks after an early career teacher of their school for a while."""

    ect = models.ForeignKey(Placement, models.PROTECT, related_name="mentors")
    mentor = models.ForeignKey(Placement, models.PROTECT, related_name="mentees")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")  # of both placements, copied for the keys
    starts_on = models.DateField()
    finishes_on = models.DateField(null=True, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)

    objects = InForce.as_manager()

    class Meta:
        constraints = [
            CheckConstraint(name="a_mentorship_never_ends_before_it_starts", condition=ENDS_AFTER_IT_STARTS),
            ExclusionConstraint(
                name="an_ect_has_one_mentor_at_a_time",
                expressions=[(only_this("ect"), "&&"), (THE_DAYS, "&&")],
                condition=Q(voided_at=None),
                deferrable=Deferrable.IMMEDIATE,
            ),
        ]
        triggers = [KEEP_MENTORSHIP_INSIDE]

    def __str__(self) -> str:
        return f"{self.mentor.teacher} mentors {self.ect.teacher}"


class Transfer(models.Model):
    """A teacher came from one placement to another, as the school they joined has reported; and what undoing it needs.

    What was so before is written down here, not read out of events. Rules V1 and V9.
    """

    left = models.ForeignKey(Placement, models.PROTECT, related_name="transfers_away")
    joined = models.OneToOneField(Placement, models.PROTECT, related_name="transfer")
    leaves = models.BooleanField(default=True)  # not a mentor who goes on mentoring at both schools
    reported_at = models.DateTimeField()
    reported_by = models.BigIntegerField(null=True)  # the user
    # What the placement they leave said before.
    last_day_before = models.DateField(null=True)
    last_day_reported_by_before = models.CharField(max_length=14, choices=ReportedBy, blank=True)
    left_because_before = models.CharField(max_length=30, blank=True)
    # How everything of theirs stood after it (`as_it_stands`): as long as it stands so, nothing else has happened.
    stands = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            CheckConstraint(name="nobody_transfers_to_where_they_are", condition=~Q(left=F("joined"))),
            CheckConstraint(
                name="a_transfer_is_undone_by_who_undoes_it", condition=Q(undone_by=None) | Q(undone_at__isnull=False)
            ),
            UniqueConstraint(
                fields=["left"],
                condition=Q(undone_at=None, leaves=True),
                name="a_placement_is_left_for_one_other",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.left.teacher} joins {self.joined.school}"

    @property
    def concerns_two_schools(self) -> bool:
        """Whether another school loses somebody by it; coming back to one's own concerns nobody else."""
        return self.leaves and self.left.school_id != self.joined.school_id


class CutShort(models.Model):
    """A training period or mentorship that a transfer ended early, or took out as it was to begin later."""

    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="cut_short")
    training = models.ForeignKey(TrainingPeriod, models.PROTECT, null=True, related_name="+")
    mentorship = models.ForeignKey(Mentorship, models.PROTECT, null=True, related_name="+")
    last_day_before = models.DateField(null=True)
    last_day_after = models.DateField(null=True)  # none: taken out

    class Meta:
        constraints = [
            CheckConstraint(
                name="a_transfer_cuts_training_or_a_mentorship_short",
                condition=Q(training=None, mentorship__isnull=False) | Q(training__isnull=False, mentorship=None),
            ),
            UniqueConstraint(fields=["transfer", "training"], name="a_transfer_cuts_training_short_once"),
            UniqueConstraint(fields=["transfer", "mentorship"], name="a_transfer_cuts_a_mentorship_short_once"),
        ]

    def __str__(self) -> str:
        return f"{self.training or self.mentorship}, cut short"
