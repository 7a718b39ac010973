"""Teachers, where they are and how they train, for tests. A call says only what the test is about."""

from datetime import date
from itertools import count
from typing import Any

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.academic_years.years import year_of
from manage_training.domain.clock import now
from manage_training.domain.organisations.models import DeliveryPartner, LeadProvider
from manage_training.domain.partnerships.models import Origin, Partnership
from manage_training.domain.schools.models import School
from manage_training.domain.teachers.check import Asked, keep
from manage_training.domain.teachers.judge import Look
from manage_training.domain.teachers.judge import Role as RoleOf
from manage_training.domain.teachers.models import Identity, Teacher
from manage_training.domain.teachers.records import Induction, Record
from manage_training.domain.training.models import Mentorship, Placement, Role, TrainingPeriod
from tests.factories.organisations import a_delivery_partner, a_lead_provider, an_agreement
from tests.factories.schools import a_school
from tests.factories.years import a_year

TRNS = count(7_000_001)
SINCE, BORN = date(2022, 9, 1), date(1998, 5, 17)


def a_teacher(name: str = "", *, trn: str = "") -> Teacher:
    """Somebody whom the teaching record has confirmed."""
    trn = trn or str(next(TRNS))
    return Teacher.objects.create(trn=trn, record_name=name or f"Teacher {trn}", identity=Identity.CONFIRMED)


def a_teacher_to_be_checked(name: str = "Robin Unsure", *, claimed_trn: str = "7999999") -> Teacher:
    return Teacher.objects.create(claimed_trn=claimed_trn, claimed_name=name, identity=Identity.TO_BE_CHECKED)


def looked_up(teacher: Teacher, *, role: RoleOf = "ect", **said: Any) -> Teacher:
    """Let the teaching record have said something of somebody: that their induction has begun, unless told."""
    facts = {
        "qts_since": date(2021, 7, 1),
        "induction": Induction.IN_PROGRESS,
        "induction_started_on": date(2022, 9, 1),
    }
    found = Record(str(teacher.trn), teacher.record_name, "", "", BORN, **facts | said)
    keep(Look(role, BORN, found), Asked(found.trn, BORN), teacher=teacher)
    return teacher


def a_partnership(
    at: School | None = None,
    *,
    year: int = 2022,
    lead_provider: LeadProvider | None = None,
    delivery_partner: DeliveryPartner | None = None,
    origin: Origin = Origin.REPORTED,
) -> Partnership:
    """A live partnership of two who have an agreement, Ambition Institute and Kings College London unless told."""
    lead_provider = lead_provider or a_lead_provider()
    delivery_partner = delivery_partner or a_delivery_partner()
    an_agreement(lead_provider.name, delivery_partner.name, year=year)
    return Partnership.objects.create(
        school=at or a_school(),
        year=a_year(year),
        lead_provider=lead_provider,
        delivery_partner=delivery_partner,
        origin=origin,
        since=now(),
    )


def a_placement(
    teacher: Teacher | None = None,
    *,
    at: School | None = None,
    role: Role = Role.ECT,
    since: date = SINCE,
    until: date | None = None,
) -> Placement:
    """Somebody at a school, without training."""
    teacher = teacher or a_teacher()
    return Placement.objects.create(
        teacher=teacher,
        school=at or a_school(),
        role=role,
        email=f"teacher.{teacher.pk}@school.example",
        starts_on=since,
        finishes_on=until,
    )


def training_in(
    placement: Placement,
    *,
    year: int | None = None,
    programme: Programme = Programme.FULL_INDUCTION,
    since: date | None = None,
    until: date | None = None,
    **more: object,
) -> TrainingPeriod:
    """Training for as long as the placement, of the year of its first day, unless told."""
    return TrainingPeriod.objects.create(
        placement=placement,
        school=placement.school,
        year=a_year(year or year_of(placement.starts_on)),
        programme=programme,
        starts_on=since or placement.starts_on,
        finishes_on=until or placement.finishes_on,
        **more,
    )


def an_ect(
    teacher: Teacher | None = None, *, at: School | None = None, since: date = SINCE, until: date | None = None
) -> Placement:
    """An early career teacher in training at a school, whose provider is not confirmed yet."""
    placement = a_placement(teacher, at=at, since=since, until=until)
    training_in(placement)
    return placement


def a_mentor(
    teacher: Teacher | None = None, *, at: School | None = None, since: date = SINCE, until: date | None = None
) -> Placement:
    """A mentor in training at a school, whose provider is not confirmed yet."""
    placement = a_placement(teacher, at=at, role=Role.MENTOR, since=since, until=until)
    training_in(placement)
    return placement


def a_mentorship(
    ect: Placement, mentor: Placement, *, since: date | None = None, until: date | None = None
) -> Mentorship:
    """From the first to the last day on which both are there, unless told."""
    ends = [day for day in (ect.finishes_on, mentor.finishes_on) if day]
    return Mentorship.objects.create(
        ect=ect,
        mentor=mentor,
        school=ect.school,
        starts_on=since or max(ect.starts_on, mentor.starts_on),
        finishes_on=until or min(ends, default=None),
    )
