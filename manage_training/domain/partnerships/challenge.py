"""A school says that a partnership is wrong, and takes that back. Its people: `training/follow_partnership.py`."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto

from django.db import transaction
from django.db.models import QuerySet

from manage_training.domain.accounts.memberships import tutors_of
from manage_training.domain.accounts.way_in import way_in
from manage_training.domain.clock import london_date, now, today
from manage_training.domain.dates import words
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.record import record
from manage_training.domain.messages.send_all import Letter, send_all
from manage_training.domain.partnerships.end import close
from manage_training.domain.partnerships.live import live_partnership
from manage_training.domain.partnerships.models import Challenge, EndedWhy, Partnership, Reason
from manage_training.domain.partnerships.report import pair_of
from manage_training.domain.partnerships.tell_provider import tell_provider
from manage_training.domain.programmes.switch import Before, switch_to_provider
from manage_training.domain.refusal import Refusal
from manage_training.domain.schools.models import School
from manage_training.domain.secrets import keyed_hashes

UNDONE_WITHIN = timedelta(days=7)  # the day of the challenge is not counted, so day 7 is the last


class Stands(Enum):
    """How a partnership stands, for whoever thinks that it is wrong."""

    CAN_BE_CHALLENGED = auto()
    TOO_LATE = auto()
    CHALLENGED = auto()
    UNDONE = auto()  # challenged, and taken back
    REPLACED = auto()  # by a newer report, which has a link of its own
    CHANGED = auto()  # the school has gone another way since
    THE_SCHOOLS_OWN = auto()  # nobody but the school has said so


def partnership_of(token: str) -> Partnership | None:
    """The partnership whose message carried the token; None where nobody was sent such a link. One query."""
    partnerships = Partnership.objects.select_related("school", "year", "lead_provider", "delivery_partner")
    return partnerships.filter(challenge_token_hash__in=keyed_hashes(token)).first()


def stands(partnership: Partnership) -> Stands:
    """How it stands today (rules B3, B6 and B11)."""
    match partnership.ended_why:
        case EndedWhy.REPLACED:
            return Stands.REPLACED
        case EndedWhy.CHANGED:
            return Stands.CHANGED
        case EndedWhy.CHALLENGED:
            return Stands.CHALLENGED if latest_challenge(partnership).undone_at is None else Stands.UNDONE
    if partnership.challenge_by is None:
        return Stands.THE_SCHOOLS_OWN
    return Stands.CAN_BE_CHALLENGED if today() <= partnership.challenge_by else Stands.TOO_LATE


def latest_challenge(partnership: Partnership) -> Challenge:
    """The challenge that ended a partnership."""
    return partnership.challenges.latest("pk")


@transaction.atomic
def challenge(partnership: Partnership, reason: Reason, *, by: Actor) -> Challenge:
    """Say that a partnership is wrong: it ends, and its provider and the school's tutors are told.

    `by` is a tutor of the school, or whoever has the link of the message. Raises `Refusal` after the deadline and where
    the partnership has ended already. Rules B3, B6 and B11.
    """
    ended = close(partnership, EndedWhy.CHALLENGED)
    if ended.challenge_by is None:
        raise Refusal("Your school has said itself who trains it. Change that on your dashboard.")
    if today() > ended.challenge_by:
        raise Refusal(
            f"You could tell us until {words(ended.challenge_by)}. Talk to {ended.lead_provider} now, at "
            f"{ended.lead_provider.email}."
        )
    said = Challenge.objects.create(partnership=ended, reason=reason, by=by.id if by.kind == "user" else None, at=now())
    record("partnership_challenged", about=ended, by=by, school=ended.school_id, because=str(reason), **pair_of(ended))
    tell_provider("partnership_challenged", ended, key=f"partnership_challenged {said.pk}", reason=Reason(reason).label)
    send_all(
        "you_have_challenged",
        [
            Letter(
                tutor.user.email,
                f"you_have_challenged {said.pk} {tutor.pk}",
                {
                    "tutor_name": tutor.user.name,
                    "school_name": ended.school.name,
                    "year_name": str(ended.year),
                    "provider_name": ended.lead_provider.name,
                    "partner_name": ended.delivery_partner.name,
                    "reason": Reason(reason).label,
                    "last_day": words(undo_by(said)),
                    "way_in": way_in(tutor.user, f"/schools/{ended.school.urn}/years/{ended.year_id}/"),
                },
                ended.school_id,
            )
            for tutor in tutors_of(ended.school)
        ],
    )
    return said


def undo_by(said: Challenge) -> date:
    """The last day, in London, on which a challenge can be taken back (rule B12)."""
    return london_date(said.at) + UNDONE_WITHIN


@dataclass(frozen=True)
class Undone:
    """What goes on instead of a partnership that was challenged, and how the school ran its training in between."""

    partnership: Partnership
    switched: bool
    before: Before


@transaction.atomic
def undo(said: Challenge, *, by: Actor) -> Undone:
    """Take a challenge back: a new partnership of the same two goes on, and the provider is told. Rule B12.

    Raises `Refusal` after 7 days, where it was taken back already, and where a provider has reported the school since.
    """
    School.objects.select_for_update(no_key=True).only("pk").get(pk=said.partnership.school_id)
    said = Challenge.objects.select_related(
        "partnership__school", "partnership__year", "partnership__lead_provider", "partnership__delivery_partner"
    ).get(pk=said.pk)
    old = said.partnership
    if reason := why_not_undone(said):
        raise Refusal(reason)
    said.undone_at = now()
    said.save(update_fields=["undone_at"])
    new = Partnership.objects.create(
        school=old.school,
        year=old.year,
        lead_provider=old.lead_provider,
        delivery_partner=old.delivery_partner,
        origin=old.origin,
        since=said.undone_at,
        challenge_by=old.challenge_by,
    )
    old.replaced_by = new
    old.save(update_fields=["replaced_by"])
    switched = switch_to_provider([old.school_id], old.year, by=by)
    record("challenge_undone", about=new, by=by, school=old.school_id, challenge=said.pk, **pair_of(new))
    tell_provider("partnership_is_right_again", new, key=f"partnership_is_right_again {said.pk}")
    return Undone(new, bool(switched), switched.get(old.school_id))


def why_not_undone(said: Challenge) -> str | None:
    """Why a challenge cannot be taken back, in words that say what to do; None where it can (rule B12)."""
    old = said.partnership
    if said.undone_at:
        return f"Your school has taken this back already. {old.lead_provider} trains it in {old.year}."
    if live := live_partnership(old.school, old.year):
        return (
            f"{live.lead_provider} has confirmed since, on {words(london_date(live.since))}, that it trains your "
            f"school in {old.year} with {live.delivery_partner}. Tell us first if that is wrong."
        )
    if after := reported_after(old).select_related("lead_provider").first():
        return (
            f"Your training provider was confirmed anew since: {after.lead_provider}, on "
            f"{words(london_date(after.since))}. So this cannot be undone. Ask {old.lead_provider} to report your "
            f"school again, at {old.lead_provider.email}."
        )
    if today() > undo_by(said):
        return (
            f"You could undo this until {words(undo_by(said))}. Ask {old.lead_provider} to report your school again, "
            f"at {old.lead_provider.email}."
        )
    return None


def reported_after(old: Partnership) -> QuerySet[Partnership]:
    """Who was said to train the school in that year after a partnership, first to last, also those that are over."""
    return Partnership.objects.filter(school=old.school_id, year=old.year_id, pk__gt=old.pk).order_by("pk")
