from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q, Value

from manage_training.domain.schools.eligibility import Eligibility, eligibility_of, may_be_mailed
from manage_training.domain.schools.eligibility import Status as Status
from manage_training.domain.schools.register import Contact as Contact


class LocalAuthority(models.Model):
    """A council, under the number that the register gives it. Written by each import of schools."""

    code = models.PositiveSmallIntegerField(primary_key=True)
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class School(models.Model):
    """A school as the register (GIAS) has it. Rows are never deleted: a school closes.

    It holds what pages and rules use; the rest of its row in the register is in `RegisterRow`, what search looks at in
    `SearchEntry`, so that fetching a school stays cheap.
    """

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

    class Meta:
        ordering = ("name", "urn")
        constraints = (
            models.CheckConstraint(
                name="a_urn_has_five_to_seven_digits", condition=Q(urn__gte=10_000, urn__lte=9_999_999)
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.status in (Status.OPEN, Status.OPEN_BUT_PROPOSED_TO_CLOSE)

    @property
    def eligibility(self) -> Eligibility:
        return eligibility_of(self.type_code, self.status, self.district, self.section_41)

    @property
    def may_be_mailed(self) -> bool:
        return may_be_mailed(self.type_code, self.status, self.district, self.section_41)


class RegisterRow(models.Model):
    """The school's row in the register as it came, and its hash: where that has not changed, nothing is written."""

    HASH_SIZE = 16

    school = models.OneToOneField(School, models.CASCADE, primary_key=True, related_name="register_row")
    cells = models.JSONField()  # in the order of the file's columns, whose names are kept once, with the import
    hash = models.BinaryField(max_length=HASH_SIZE)
    # Imports are never deleted, and a key checked row by row would cost more than writing the rows.
    read_by = models.ForeignKey("RegisterImport", models.PROTECT, db_constraint=False, related_name="+", db_index=False)

    def __str__(self) -> str:
        return f"Register row {self.school_id}"

    def by_column(self) -> dict[str, str]:
        return dict(zip(self.read_by.columns, self.cells, strict=True))


class RegisterName(models.Model):
    """What the register calls a type or a status; a row that joins a code and another's name is damaged."""

    column = models.CharField(max_length=40)  # as the file calls it, without "(code)"
    code = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["column", "code"], name="a_code_has_one_name"),)

    def __str__(self) -> str:
        return self.name


class Standing(models.IntegerChoices):
    """Which schools search shows first: those that may use the service, then all others, which pages explain."""

    MAY_USE_THE_SERVICE = 0
    MAY_NOT = 1


class SearchEntry(models.Model):
    """What search looks at, folded in Python (case, accents, punctuation) when a school is written; see search.py."""

    school = models.OneToOneField(School, models.CASCADE, primary_key=True, related_name="search_entry")
    standing = models.PositiveSmallIntegerField(choices=Standing)
    # In the order of its bytes, so that one index finds the names that begin with some letters, in order.
    name = models.CharField(max_length=400, db_collation="C")
    town = models.CharField(max_length=200)
    words = models.TextField()
    # Words that are folded already need no parser; one would split postcodes and read some as numbers.
    vector = models.GeneratedField(
        expression=Func(Func(F("words"), Value(" "), function="string_to_array"), function="array_to_tsvector"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        indexes = (
            models.Index(fields=["standing", "name"], name="school_names_in_order"),
            # One index for each standing: a word that thousands of closed schools share does not slow the open ones.
            # Both are up to date at once, because what waits in a pending list is read through by every search.
            GinIndex(fields=["vector"], name="words_of_schools_that_may", condition=Q(standing=0), fastupdate=False),
            GinIndex(
                fields=["vector"], name="words_of_schools_that_may_not", condition=Q(standing=1), fastupdate=False
            ),
        )

    def __str__(self) -> str:
        return self.name


class SchoolContact(models.Model):
    """Where to write to a school that has no induction tutor, by where we have the address from (rule S6)."""

    school = models.ForeignKey(School, models.CASCADE, related_name="contacts")
    kind = models.CharField(max_length=11, choices=Contact)
    email = models.EmailField(max_length=320)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["school", "kind"], name="a_school_has_one_contact_of_each_kind"),
        )

    def __str__(self) -> str:
        return self.email


class SchoolLink(models.Model):
    """The register's own link from one school to another ("Successor", "Predecessor", ...), in its words."""

    school = models.ForeignKey(School, models.CASCADE, related_name="links")
    linked_urn = models.PositiveIntegerField(db_index=True)  # not always a school that we have
    kind = models.CharField(max_length=100)
    established_on = models.DateField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["school", "linked_urn", "kind"], name="a_link_is_listed_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.linked_urn}"


class RegisterImport(models.Model):
    """One run of an import: which file, and what it changed, or why it was refused and nothing changed."""

    class Kind(models.TextChoices):
        SCHOOLS = "schools", "Schools"
        CONTACTS = "contacts", "Contacts"
        LINKS = "links", "Links"

    kind = models.CharField(max_length=10, choices=Kind)
    file_name = models.CharField(max_length=200)
    file_hash = models.CharField(max_length=64)  # SHA-256 of the file, in hexadecimal
    columns = models.JSONField(default=list)
    refused_because = models.TextField(blank=True)  # why the whole file was refused; empty where it was taken in
    counts = models.JSONField(default=dict)
    refused_rows = models.JSONField(default=list)  # [line number, reason], at most the first 1,000
    notes = models.JSONField(default=list)  # what a person should know of a file that was taken in
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="a_refused_import_changed_nothing", condition=Q(refused_because="") | Q(counts={})
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} from {self.file_name}"
