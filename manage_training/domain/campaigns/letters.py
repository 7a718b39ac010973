"""What a campaign says to each recipient, by what is known of their schools at that moment. Rules C3 to C5."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import BooleanField, ExpressionWrapper
from django.db.models.expressions import RawSQL

from manage_training.domain.accounts.models import Membership, Role
from manage_training.domain.accounts.way_in import way_in
from manage_training.domain.campaigns.audience import are_asked
from manage_training.domain.campaigns.models import Addressee, Asks, Campaign, Skipped
from manage_training.domain.dates import words
from manage_training.domain.invitations.models import Invitation
from manage_training.domain.messages.send_all import Letter
from manage_training.domain.schools.eligibility import MAY_BE_MAILED
from manage_training.domain.schools.models import School

# The first message, and its reminder.
KINDS: dict[tuple[str, str], tuple[str, str]] = {
    (Asks.TRAINING, Addressee.TUTOR): ("tell_us_about_ects", "tell_us_about_ects_reminder"),
    (Asks.TRAINING, Addressee.TOLD): ("tutor_was_asked_about_ects", "tutor_was_asked_about_ects_reminder"),
    (Asks.TRAINING, Addressee.INVITED): ("tell_us_who_your_tutor_is", "tell_us_who_your_tutor_is_reminder"),
    (Asks.APPROPRIATE_BODY, Addressee.TUTOR): (
        "tell_us_your_appropriate_body",
        "tell_us_your_appropriate_body_reminder",
    ),
}


# Tuples, as a campaign reads 25,000 of each: models would cost more than all that is done with them.
class Whom(NamedTuple):
    """What is needed of a recipient to write to them."""

    pk: int
    addressee: str
    key: str
    user_id: int | None
    email: str
    schools: list[int]


class Tutor(NamedTuple):
    pk: int
    name: str
    email: str


class SchoolNow(NamedTuple):
    pk: int
    urn: int
    name: str
    may_be_mailed: bool
    is_asked: bool
    tutors: list[Tutor]  # the longest-standing first


def kind_of(campaign: Campaign, addressee: str) -> str:
    """Which message of wording/campaigns.py an addressee is sent: one for the first time, another as a reminder."""
    first, reminder = KINDS[campaign.asks, addressee]
    return first if campaign.number == 1 else reminder


def schools_now(campaign: Campaign, recipients: Iterable[Whom]) -> dict[int, SchoolNow]:
    """The schools of some recipients as they are now. Two queries."""
    ids = sorted({school for recipient in recipients for school in recipient.schools})
    # One array, where `__in` with a list would make a statement of its own of each number of schools.
    these = RawSQL("select unnest(%s::bigint[])", [ids])
    tutors: dict[int, list[Tutor]] = defaultdict(list)
    in_force = Membership.objects.in_force().filter(school__in=these, role=Role.INDUCTION_TUTOR).order_by("since", "pk")
    for school, pk, name, email in in_force.values_list("school", "user", "user__name", "user__email"):
        tutors[school].append(Tutor(pk, name, email))
    may_be_mailed = ExpressionWrapper(MAY_BE_MAILED, BooleanField())
    is_asked = ExpressionWrapper(are_asked(campaign.audience, campaign.year_id), BooleanField())
    schools = School.objects.filter(pk__in=these).order_by()
    rows = schools.values_list("pk", "urn", "name", may_be_mailed, is_asked)
    return {pk: SchoolNow(pk, urn, name, may_be, is_, tutors[pk]) for pk, urn, name, may_be, is_ in rows}


def still_asked(recipient: Whom, schools: dict[int, SchoolNow]) -> list[SchoolNow] | Skipped:
    """The schools that a recipient is still to be written to about, else why there is none."""
    theirs = [schools[pk] for pk in recipient.schools]
    asked = [school for school in theirs if school.is_asked]
    if not asked:
        return Skipped.ANSWERED if any(school.may_be_mailed for school in theirs) else Skipped.CLOSED
    if recipient.addressee == Addressee.TUTOR:
        asked = [school for school in asked if tutor_of(school, recipient)]
    else:
        asked = [school for school in asked if bool(school.tutors) == (recipient.addressee == Addressee.TOLD)]
    return asked or Skipped.ANOTHER_TUTOR


def tutor_of(school: SchoolNow, recipient: Whom) -> Tutor | None:
    """The recipient, if they are a tutor of the school now."""
    return next((tutor for tutor in school.tutors if tutor.pk == recipient.user_id), None)


def to_tutor(campaign: Campaign, recipient: Whom, schools: Sequence[SchoolNow]) -> Letter:
    """The link is no key: it leads through sign-in to the year's page, or to the choice of a school (rule C4)."""
    (first, *others), tutor = schools, tutor_of(schools[0], recipient)
    assert tutor is not None  # noqa: S101 - or the recipient would not be asked about this school
    page = "/schools/" if others else f"/schools/{first.urn}/years/{campaign.year_id}/"
    return letter(
        campaign,
        recipient,
        tutor.email,
        first.pk,
        tutor_name=tutor.name,
        schools=sorted(school.name for school in schools),
        way_in=way_in(tutor, page),
    )


def to_whom_it_is_told(campaign: Campaign, recipient: Whom, schools: Sequence[SchoolNow]) -> Letter:
    """To the headteacher or contact of schools with a tutor: who was asked, and how to get in oneself (rule C3)."""
    first, *others = schools
    return letter(
        campaign,
        recipient,
        recipient.email,
        first.pk,
        schools=sorted(f"{school.name}: {', '.join(tutor.name for tutor in school.tutors)}" for school in schools),
        page="/find-your-school/" if others else f"/find-your-school/{first.urn}/",
    )


def invited(campaign: Campaign, recipient: Whom, school: SchoolNow, invitation: Invitation, seed: str) -> Letter:
    """To the headteacher or contact of a school without a tutor. The link is made of the invitation's `seed`."""
    about = {"school_name": school.name, "last_day": words(invitation.expires_on)}
    return letter(campaign, recipient, recipient.email, school.pk, seed=seed, **about)


def letter(campaign: Campaign, recipient: Whom, to: str, school: int, *, seed: str = "", **values: Any) -> Letter:
    return Letter(
        to=to,
        key=f"campaign {campaign.pk}: {recipient.key}",
        values={"year_name": str(campaign.year), **values},
        school=school,
        seed=seed,
    )
