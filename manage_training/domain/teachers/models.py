import pgtrigger
from django.db import models
from django.db.models import F, Q

REFUSE = """
    RAISE EXCEPTION 'A record check is never changed or deleted.'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'a_record_check_stays', TABLE = TG_TABLE_NAME;
"""


class Identity(models.TextChoices):
    """How sure we are who a teacher is."""

    TO_BE_CHECKED = "to_be_checked", "Details to be checked"
    CONFIRMED = "confirmed", "Confirmed by the teaching record"
    REFUSED = "refused", "Not who they were said to be"
    MERGED = "merged", "The same person as another teacher"


class Teacher(models.Model):
    """One person, wherever and however often they train.

    `trn` and `record_name` are what the record confirmed, `claimed_...` what a school typed (rule T1).
    """

    trn = models.CharField(max_length=7, null=True, unique=True)  # noqa: DJ001 - null is "not confirmed", many may be
    record_name = models.CharField(max_length=200, blank=True)
    claimed_trn = models.CharField(max_length=7, blank=True)  # as typed by the school, so not unique
    claimed_name = models.CharField(max_length=200, blank=True)
    identity = models.CharField(max_length=13, choices=Identity)
    preferred_name = models.CharField(max_length=200, blank=True)
    name_reason = models.CharField(max_length=500, blank=True)  # why that is another name altogether (rule R7)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged_from")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_teacher_is_confirmed_with_a_trn_and_only_then",
                condition=Q(identity="confirmed", trn__isnull=False) | (~Q(identity="confirmed") & Q(trn=None)),
            ),
            models.CheckConstraint(
                name="a_teacher_is_merged_into_somebody_and_only_then",
                condition=Q(identity="merged", merged_into__isnull=False)
                | (~Q(identity="merged") & Q(merged_into=None)),
            ),
            models.CheckConstraint(
                name="a_teacher_is_not_merged_into_themself", condition=Q(merged_into=None) | ~Q(merged_into=F("id"))
            ),
            models.CheckConstraint(name="a_trn_has_seven_digits", condition=Q(trn=None) | Q(trn__regex=r"^[0-9]{7}$")),
            models.CheckConstraint(name="an_identity_that_exists", condition=Q(identity__in=Identity.values)),
            models.CheckConstraint(
                name="a_teacher_has_a_name",
                condition=~Q(record_name="") | ~Q(claimed_name="") | ~Q(preferred_name=""),
            ),
        ]
        indexes = [models.Index(fields=["claimed_trn"], name="who_claims_a_trn")]

    def __str__(self) -> str:
        return self.preferred_name or self.record_name or self.claimed_name


class EarlyRollOutMentor(models.Model):
    """The TRN of a mentor who was trained before 2021, and mentors without training again. Reference data."""

    trn = models.CharField(max_length=7, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="the_trn_of_an_early_mentor_has_seven_digits", condition=Q(trn__regex=r"^[0-9]{7}$")
            )
        ]

    def __str__(self) -> str:
        return self.trn


class RecordCheck(models.Model):
    """One look at the teaching record: what was looked for, what it said, what came of it (rule T2).

    Never a date of birth, and never changed.
    """

    draft_id = models.UUIDField(null=True)  # a plain id: drafts stand above teachers and are thrown away
    teacher = models.ForeignKey(Teacher, models.PROTECT, null=True, related_name="checks")
    asked_trn = models.CharField(max_length=7)
    asked_nino = models.BooleanField(default=False)  # whether a National Insurance number was looked for too
    said = models.JSONField(default=dict)  # the record's name, TRN, QTS, induction and alerts; empty without answer
    outcome = models.CharField(max_length=40)
    reason = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_record_check_is_of_a_draft_or_a_teacher",
                condition=Q(draft_id__isnull=False) | Q(teacher__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["draft_id"], condition=Q(draft_id__isnull=False), name="checks_of_a_draft"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="a_record_check_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=REFUSE,
            )
        ]

    def __str__(self) -> str:
        return f"Record check {self.pk}: {self.outcome}"


class CheckInput(models.Model):
    """What a check still needs to be made again. Deleted once it has matched, or after 90 days."""

    draft_id = models.UUIDField(null=True, unique=True)
    teacher = models.OneToOneField(Teacher, models.CASCADE, null=True, related_name="check_input")
    date_of_birth = models.DateField()
    national_insurance_number = models.CharField(max_length=9, blank=True)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_check_input_is_of_a_draft_or_a_teacher",
                condition=Q(draft_id__isnull=False) | Q(teacher__isnull=False),
            )
        ]
        indexes = [models.Index(fields=["given_at"], name="check_inputs_by_age")]

    def __str__(self) -> str:
        return f"Check input {self.pk}"
