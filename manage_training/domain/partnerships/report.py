"""A lead provider reports which schools it trains in a year: one school or thousands, in the same few statements."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from manage_training.domain.academic_years.models import AcademicYear
from manage_training.domain.bulk import among, insert_all
from manage_training.domain.clock import now, today
from manage_training.domain.dates import words
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.record import Happened, record_all
from manage_training.domain.organisations.models import Agreement, DeliveryPartner, LeadProvider
from manage_training.domain.partnerships.deadline import challenge_by
from manage_training.domain.partnerships.models import EndedWhy, Origin, Partnership
from manage_training.domain.partnerships.tell_school import readers_at, tell_schools
from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.programmes.switch import Before, switch_to_provider
from manage_training.domain.refusal import Refusal
from manage_training.domain.schools.eligibility import Eligibility
from manage_training.domain.schools.models import School


class Claim(NamedTuple):
    """One school that a provider reports, and with which delivery partner; `line` is where that stands in its file."""

    urn: int
    delivery_partner: DeliveryPartner
    line: int = 0


class Refused(NamedTuple):
    claim: Claim
    reason: str


class Reported(NamedTuple):
    """A school that was reported, what its new partnership took the place of, and how it ran its training before."""

    partnership: Partnership
    replaces: Partnership | None
    switched: bool
    before: Before  # of a school that was switched


@dataclass(frozen=True)
class Report:
    """What became of a report: each school that it named is in one of the two lists."""

    reported: list[Reported] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


@dataclass(frozen=True)
class Known:
    """What decides about the schools of a report, as it is once they are locked."""

    schools: Mapping[int, School]  # by URN
    live: Mapping[int, Partnership]  # of the year, by school
    providers_last_year: Mapping[int, int]  # by school
    chosen: set[int]  # the schools that have said how they run their training in the year
    partners: set[int]  # those that may work for the provider in the year


@transaction.atomic
def report(provider: LeadProvider, year: AcademicYear, claims: Iterable[Claim], *, by: Actor) -> Report:
    """Report schools for a year, each with its delivery partner, and tell them; their tutors, else their contact.

    A school that is refused (rule B4) does not stop the others, which are reported together. A partnership that is live
    is replaced by a new one, and a school that ran its training in another way, or had not said how, is switched to the
    funded programme (rules B5 and B8). What this does to people is `training/follow_partnership.py`, which pages and
    commands call. Raises `Refusal` where registration for the year has not opened.
    """
    if year.registration_opens_on > today():
        raise Refusal(
            f"Registration for {year} opens on {words(year.registration_opens_on)}. Report your schools from then on."
        )
    claims = list(claims)
    known = known_of(claims, provider, year)
    good, refused = [], []
    first_lines: dict[int, int] = {}
    for claim in claims:
        if claim.urn in first_lines:
            reason: str | None = f"URN {claim.urn} is in line {first_lines[claim.urn]} already, which counts"
        else:
            reason = why_not(claim, provider, year, known)
            first_lines[claim.urn] = claim.line
        if reason:
            refused.append(Refused(claim, reason))
        else:
            good.append(claim)
    return Report(make(good, provider, year, known, by) if good else [], refused)


def known_of(claims: list[Claim], provider: LeadProvider, year: AcademicYear) -> Known:
    """Lock the schools, in the order of their ids, and look at what is known of them then."""
    schools = School.objects.select_for_update(no_key=True).filter(urn__in=among({claim.urn for claim in claims}))
    schools = schools.only("urn", "name", "type_code", "status", "district", "section_41").order_by("pk")
    by_urn = {school.urn: school for school in schools}
    ids = [school.pk for school in by_urn.values()]
    live = Partnership.objects.live().filter(school__in=among(ids))
    before = live.filter(year=year.start - 1).values_list("school", "lead_provider")
    answered = SchoolYear.objects.filter(school__in=among(ids), year=year, programme__isnull=False)
    agreed = Agreement.objects.filter(lead_provider=provider, year=year)
    return Known(
        schools=by_urn,
        live={each.school_id: each for each in live.filter(year=year).select_related("delivery_partner")},
        providers_last_year=dict(before),
        chosen=set(answered.values_list("school", flat=True)),
        partners=set(agreed.values_list("delivery_partner", flat=True)),
    )


def why_not(claim: Claim, provider: LeadProvider, year: AcademicYear, known: Known) -> str | None:
    """Why a school cannot be reported, the first reason that holds; None where it can (rule B4)."""
    school = known.schools.get(claim.urn)
    if school is None:
        return f"No school has the URN {claim.urn}. Check it on Get Information About Schools"
    if school.eligibility is Eligibility.NOT_FUNDED:
        return f"{school} is not funded by DfE, so it pays for its training itself"
    if school.eligibility is Eligibility.NOT_ELIGIBLE:
        return f"{school} cannot use this service: it is closed, not in England, or not of a type that may"
    live = known.live.get(school.pk)
    if live and live.lead_provider_id == provider.pk and live.delivery_partner_id == claim.delivery_partner.pk:
        return f"{school} is already confirmed with {claim.delivery_partner}. You do not need to report it again"
    if live and live.lead_provider_id != provider.pk:
        return f"{school} is with another provider in {year}. Ask the school to tell us if that is wrong"
    last = known.providers_last_year.get(school.pk)
    if live is None and last not in (None, provider.pk) and school.pk not in known.chosen:
        return (
            f"{school} was with another provider last year and has not said how it runs its training in {year}. "
            "Ask its induction tutor to do that"
        )
    if claim.delivery_partner.pk not in known.partners:
        return f"{provider} has no agreement with {claim.delivery_partner} for {year}. Ask DfE to add it"
    return None


def make(claims: list[Claim], provider: LeadProvider, year: AcademicYear, known: Known, by: Actor) -> list[Reported]:
    """The rows, events and messages of the schools that can be reported."""
    moment, last_day = now(), challenge_by(year, today())
    schools = [known.schools[claim.urn] for claim in claims]
    replaced = {school.pk: known.live[school.pk] for school in schools if school.pk in known.live}
    end_for_another(replaced, moment)
    readers = readers_at(schools)
    rows = [
        {
            "school_id": school.pk,
            "delivery_partner_id": claim.delivery_partner.pk,
            "challenge_token_hash": readers[school.pk].token_hash,
        }
        for claim, school in zip(claims, schools, strict=True)
    ]
    same = {"origin": Origin.REPORTED, "since": moment, "challenge_by": last_day, "ended_why": ""}
    of_all = {"year_id": year.pk, "lead_provider_id": provider.pk, **same}
    new = [
        Partnership(
            pk=pk,
            school=school,
            year=year,
            lead_provider=provider,
            delivery_partner=claim.delivery_partner,
            challenge_token_hash=readers[school.pk].token_hash,
            **same,
        )
        for pk, claim, school in zip(insert_all(Partnership, rows, all_with=of_all), claims, schools, strict=True)
    ]
    by_school = {each.school_id: each for each in new}
    for school, old in replaced.items():
        old.replaced_by = by_school[school]
    Partnership.objects.bulk_update(replaced.values(), ["replaced_by"])
    switched = switch_to_provider([school.pk for school in schools], year, by=by)
    record_all(
        "partnership_reported",
        Partnership,
        [
            Happened(each.pk, each.school_id, pair_of(each) | {"replaces": old.pk if old else None})
            for each in new
            for old in [replaced.get(each.school_id)]
        ],
        by=by,
    )
    tell_schools(new, readers, replaced=replaced, switched=switched, by=by)
    return [
        Reported(each, replaced.get(each.school_id), each.school_id in switched, switched.get(each.school_id))
        for each in new
    ]


def end_for_another(replaced: Mapping[int, Partnership], moment: datetime) -> None:
    """End what is replaced; by what, it can say only once that exists."""
    Partnership.objects.filter(pk__in=[each.pk for each in replaced.values()]).update(
        ended_at=moment, ended_why=EndedWhy.REPLACED
    )


def pair_of(partnership: Partnership) -> dict[str, object]:
    """What an event of a partnership holds: who with whom, for which year."""
    return {
        "year": partnership.year_id,
        "lead_provider": partnership.lead_provider_id,
        "delivery_partner": partnership.delivery_partner_id,
    }
