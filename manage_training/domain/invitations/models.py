from django.db import models
from django.db.models import Q

from manage_training.domain.academic_years.models import AcademicYear
from manage_training.domain.programmes.models import Expects
from manage_training.domain.schools.models import School


class Invitation(models.Model):
    """A link that lets a school say whether it expects early career teachers and nominate its induction tutor."""

    school = models.ForeignKey(School, models.PROTECT, related_name="invitations")
    year = models.ForeignKey(AcademicYear, models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    sent_to = models.EmailField(max_length=320)
    sent_at = models.DateTimeField()
    expires_on = models.DateField()  # the last day on which it opens, in London
    opened_at = models.DateTimeField(null=True)  # first answered through; that a mail scanner opened it says nothing
    answer = models.CharField(max_length=10, choices=Expects, blank=True)
    answered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"Invitation {self.pk} to {self.school}"


class NominationState(models.TextChoices):
    WAITING = "waiting", "Waiting for the school's contact"
    CONFIRMED = "confirmed", "Confirmed"
    DECLINED = "declined", "Declined"
    EXPIRED = "expired", "Expired"
    REPLACED = "replaced", "Replaced by a newer one"


class Nomination(models.Model):
    """Somebody whom an invitation's holder named as the school's induction tutor."""

    school = models.ForeignKey(School, models.PROTECT, related_name="nominations")
    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=320)
    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="nominations")
    state = models.CharField(max_length=10, choices=NominationState)
    token_hash = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 - only who waits has a link
    expires_on = models.DateField(null=True)  # the last day on which the contact can decide; none where nobody has to
    at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school"], condition=Q(state="waiting"), name="one_nomination_of_a_school_waits_at_a_time"
            ),
            # Who comes after the first tutor is put in place by that tutor (or DfE), never by another nomination.
            models.UniqueConstraint(
                fields=["school"],
                condition=Q(state="confirmed"),
                name="a_school_gets_its_tutor_by_one_nomination",
            ),
        ]

    def __str__(self) -> str:
        return f"Nomination {self.pk} at {self.school}"
