from django.db import models
from django.db.models import Q


class Status(models.IntegerChoices):
    """The register's own codes."""

    OPEN = 1, "Open"
    CLOSED = 2, "Closed"
    OPEN_BUT_PROPOSED_TO_CLOSE = 3, "Open, but proposed to close"
    PROPOSED_TO_OPEN = 4, "Proposed to open"


class LocalAuthority(models.Model):
    code = models.PositiveSmallIntegerField(primary_key=True)
    name = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.name


class School(models.Model):
    """A school as the register (GIAS) has it. Rows are never deleted: a school closes."""

    urn = models.PositiveIntegerField(unique=True)
    name = models.CharField(max_length=200)
    street = models.CharField(max_length=200, blank=True)
    locality = models.CharField(max_length=200, blank=True)
    town = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    website = models.CharField(max_length=300, blank=True)
    local_authority = models.ForeignKey(LocalAuthority, models.PROTECT, null=True, related_name="schools")
    district = models.CharField(max_length=10, blank=True)  # E... is in England, 9999 is unknown
    type_code = models.PositiveSmallIntegerField()
    phase_code = models.PositiveSmallIntegerField(null=True)
    status = models.PositiveSmallIntegerField(choices=Status)
    section_41 = models.BooleanField(default=False)
    ukprn = models.CharField(max_length=8, blank=True)
    closed_on = models.DateField(null=True)
    register_row = models.JSONField(default=dict)  # the row as it came
    register_hash = models.BinaryField(default=b"", max_length=32)
    # What search looks at: name, town, postcode and URN folded in Python (case, accents, punctuation); see search.py.
    search_words = models.TextField(default="")

    class Meta:
        ordering = ["name", "urn"]
        constraints = [
            models.CheckConstraint(
                name="a_urn_has_five_to_seven_digits", condition=Q(urn__gte=10_000, urn__lte=9_999_999)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Contact(models.TextChoices):
    MAIN = "main", "Main contact on the register"
    ALTERNATIVE = "alternative", "Alternative contact on the register"
    HEADTEACHER = "headteacher", "Headteacher"
    ADDED = "added", "Added by the Department for Education"


class SchoolContact(models.Model):
    school = models.ForeignKey(School, models.CASCADE, related_name="contacts")
    kind = models.CharField(max_length=11, choices=Contact)
    email = models.EmailField(max_length=320)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "kind"], name="a_school_has_one_contact_of_each_kind")]

    def __str__(self) -> str:
        return self.email


class SchoolLink(models.Model):
    """The register's own link from one school to another ("Successor", "Predecessor", ...), in its words."""

    school = models.ForeignKey(School, models.CASCADE, related_name="links")
    linked_urn = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    established_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "linked_urn", "kind"], name="a_link_is_listed_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.linked_urn}"


class RegisterImport(models.Model):
    """One run of an import: which file, what it changed, and the rows it refused with the reason."""

    kind = models.CharField(max_length=20)  # schools, contacts, links
    file_name = models.CharField(max_length=200)
    file_hash = models.CharField(max_length=64)
    counts = models.JSONField(default=dict)
    refused_rows = models.JSONField(default=list)  # [line number, reason]
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} from {self.file_name}"
