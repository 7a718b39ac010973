import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from manage_training.domain.organisations.models import AppropriateBody, DeliveryPartner, LeadProvider
from manage_training.domain.schools.models import School


class User(models.Model):
    """A person who can sign in: no password, an e-mail address."""

    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=320)
    created_at = models.DateTimeField()
    # Sessions that began before this are over: somebody else changed the address that they were opened with.
    signed_out_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="an_email_address_belongs_to_one_user")]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    INDUCTION_TUTOR = "induction_tutor", "Induction tutor"
    LEAD_PROVIDER = "lead_provider", "Lead provider user"
    DELIVERY_PARTNER = "delivery_partner", "Delivery partner user"
    APPROPRIATE_BODY = "appropriate_body", "Appropriate body user"
    DFE = "dfe", "Department for Education user"


class LiveMemberships(models.QuerySet["Membership"]):
    """Memberships, and those among them that let somebody act now."""

    def in_force(self) -> "LiveMemberships":
        return self.filter(ended_at=None)


# Rule A12, whatever the code does. It runs at commit, so that one transaction may end one tutor before it begins the
# next. Two transactions do not see each other's rows, so the second waits here for the first one's lock on the school,
# and looks only then.
SCHOOL_KEEPS_A_TUTOR = """
    perform 1 from schools_school where id = old.school_id for no key update;
    if not exists (
        select 1 from accounts_membership
        where school_id = old.school_id and role = 'induction_tutor' and ended_at is null
    ) then
        raise exception 'school % would have no induction tutor', old.school_id
        using errcode = 'restrict_violation', constraint = 'a_school_keeps_an_induction_tutor';
    end if;
    return null;
"""


class Membership(models.Model):
    """Who acts for which organisation, since when and until when. It ends; it is never deleted."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    school = models.ForeignKey(School, models.PROTECT, null=True, related_name="memberships")
    lead_provider = models.ForeignKey(LeadProvider, models.PROTECT, null=True, related_name="memberships")
    delivery_partner = models.ForeignKey(DeliveryPartner, models.PROTECT, null=True, related_name="memberships")
    appropriate_body = models.ForeignKey(AppropriateBody, models.PROTECT, null=True, related_name="memberships")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = LiveMemberships.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "school", "lead_provider", "delivery_partner", "appropriate_body"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="a_person_has_a_role_at_an_organisation_once",
            ),
            models.CheckConstraint(
                name="a_membership_is_of_the_organisation_of_its_role",
                condition=Q(
                    role=Role.INDUCTION_TUTOR,
                    school__isnull=False,
                    lead_provider=None,
                    delivery_partner=None,
                    appropriate_body=None,
                )
                | Q(
                    role=Role.LEAD_PROVIDER,
                    school=None,
                    lead_provider__isnull=False,
                    delivery_partner=None,
                    appropriate_body=None,
                )
                | Q(
                    role=Role.DELIVERY_PARTNER,
                    school=None,
                    lead_provider=None,
                    delivery_partner__isnull=False,
                    appropriate_body=None,
                )
                | Q(
                    role=Role.APPROPRIATE_BODY,
                    school=None,
                    lead_provider=None,
                    delivery_partner=None,
                    appropriate_body__isnull=False,
                )
                | Q(role=Role.DFE, school=None, lead_provider=None, delivery_partner=None, appropriate_body=None),
            ),
        ]
        indexes = [models.Index(fields=["school"], condition=Q(ended_at=None), name="who_acts_for_a_school_now")]
        triggers = [
            pgtrigger.Trigger(
                name="a_school_keeps_an_induction_tutor",
                operation=pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                condition=pgtrigger.Q(old__role=Role.INDUCTION_TUTOR, old__ended_at__isnull=True),
                func=SCHOOL_KEEPS_A_TUTOR,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"

    @property
    def acting_as(self) -> str:
        """The role and the organisation, as an event remembers them: "induction_tutor of school 123456"."""
        if self.school is not None:
            return f"{self.role} of school {self.school.urn}"
        organisation = self.lead_provider_id or self.delivery_partner_id or self.appropriate_body_id
        return f"{self.role} of {organisation}" if organisation else self.role


class SignInLink(models.Model):
    """One request to sign in: its link works once within 60 minutes, its code within 10 in the browser that asked.

    An address that nobody can sign in with gets a row too, without a user: then both take the same time and answer
    alike. Only the newest row of an address counts.
    """

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sign_in_links")
    address_hash = models.CharField(max_length=64)
    token_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64)
    browser_hash = models.CharField(max_length=64, unique=True)
    leads_to = models.CharField(max_length=300, blank=True)  # a path of this service to open after signing in
    created_at = models.DateTimeField()
    code_tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["address_hash", "-id"], name="newest_sign_in_link"),
            models.Index(fields=["created_at"], name="sign_in_links_by_age"),
        ]

    def __str__(self) -> str:
        return f"Sign-in link {self.pk}"


class PrivacyNotice(models.Model):
    """A version of the privacy notice. A new major version asks everybody to accept again."""

    major = models.PositiveSmallIntegerField()
    minor = models.PositiveSmallIntegerField(default=0)
    text = models.TextField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["major", "minor"], name="a_privacy_notice_version_is_published_once")
        ]

    def __str__(self) -> str:
        return f"Privacy notice {self.version}"

    @property
    def version(self) -> str:
        return f"{self.major}.{self.minor}"

    @property
    def blocks(self) -> list[tuple[str, str | list[str]]]:
        """What the text is made of, in its order: "heading" ("# ..."), "list" (lines of "- ..."), "paragraph"."""
        blocks: list[tuple[str, str | list[str]]] = []
        for block in self.text.strip().split("\n\n"):
            lines = block.strip().splitlines()
            if block.startswith("# "):
                blocks.append(("heading", block.removeprefix("# ").strip()))
            elif all(line.startswith("- ") for line in lines):
                blocks.append(("list", [line.removeprefix("- ") for line in lines]))
            else:
                blocks.append(("paragraph", " ".join(lines)))
        return blocks


class Acceptance(models.Model):
    """One person read one privacy notice and accepted it, at an instant (rule A9)."""

    user = models.ForeignKey(User, models.CASCADE, related_name="acceptances")
    notice = models.ForeignKey(PrivacyNotice, models.PROTECT, related_name="acceptances")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "notice"], name="a_privacy_notice_is_accepted_once")]

    def __str__(self) -> str:
        return f"{self.user} accepted {self.notice}"
