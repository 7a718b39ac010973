"""What England's schools answered in each year: their tutors, their programmes, and who trains for them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from manage_training.demo.england.names import a_name, an_address
from manage_training.demo.england.organisations import Pair, bodies_of, pairs_of
from manage_training.demo.england.tables import Tables, as_json, at_noon, days_after
from manage_training.domain.academic_years.models import AcademicYear, Programme
from manage_training.domain.accounts.models import Membership, Role, User
from manage_training.domain.events.models import Event
from manage_training.domain.organisations.models import Materials
from manage_training.domain.partnerships.models import EndedWhy, Origin, Partnership
from manage_training.domain.programmes.models import Expects, SchoolYear
from manage_training.domain.schools.eligibility import Eligibility
from manage_training.domain.schools.models import School, Standing

PRIMARY, SECONDARY, ALL_THROUGH = 2, 4, 7
STARTERS_A_YEAR = {PRIMARY: 1.4, SECONDARY: 5.4, ALL_THROUGH: 6.0}  # early career teachers, on average
IN_OTHER_PHASES = 1.2
OF_A_TRUST = 0.06  # schools whose tutor is also that of the school before
TO_ANSWER = 90  # days in which schools answer, most of them in the first weeks


@dataclass
class Answer:
    """What a school said for a year, as far as its people's training follows from it."""

    year: int
    programme: Programme
    body: int | None
    materials: int | None = None
    partnership: int | None = None
    pair: Pair | None = None


@dataclass
class OneSchool:
    pk: int
    urn: int
    phase: int | None
    funded: bool
    pair: int  # which of the pairs it prefers
    tutor: int = 0
    answers: dict[int, Answer] = field(default_factory=dict)  # by start of the year


def the_schools(chance: random.Random) -> Iterator[OneSchool]:
    """All schools that may use the service."""
    found = School.objects.filter(search_entry__standing=Standing.MAY_USE_THE_SERVICE)
    for school in found.order_by("pk").iterator(chunk_size=2_000):
        funded = school.eligibility is Eligibility.FUNDED
        yield OneSchool(school.pk, school.urn, school.phase_code, funded, chance.randrange(1_000))


def appoint_tutors(schools: list[OneSchool], tables: Tables, since: date, chance: random.Random) -> None:
    """Nine schools of ten have a tutor; a trust's schools share one."""
    last_tutor = 0
    for school in schools:
        if chance.random() < 0.1:
            continue
        appointed = at_noon(days_after(since, chance.randrange(TO_ANSWER)))
        if not (last_tutor and chance.random() < OF_A_TRUST):
            name = a_name(chance)
            last_tutor = tables.add(
                User, name=name, email=an_address(name, tables.next_id[User], school.urn), created_at=appointed
            )
        school.tutor = last_tutor
        tables.add(Membership, user_id=school.tutor, role=Role.INDUCTION_TUTOR, school_id=school.pk, since=appointed)
        tables.write_if_many()


class Answers:
    """How schools answer for one year."""

    def __init__(self, year: AcademicYear, today: date, tables: Tables, chance: random.Random) -> None:
        self.year, self.today, self.tables, self.chance = year, today, tables, chance
        self.pairs, self.bodies = pairs_of(year), bodies_of(year)
        self.materials = list(Materials.objects.order_by("pk").values_list("pk", flat=True))

    def of(self, school: OneSchool) -> int:
        """Answer for a school, and return how many early career teachers start there."""
        chance = self.chance
        starters = how_many(STARTERS_A_YEAR.get(school.phase or 0, IN_OTHER_PHASES), chance)
        answered_on = days_after(self.year.registration_opens_on, int(chance.random() ** 2 * TO_ANSWER))
        if not school.tutor or answered_on > self.today or (not starters and chance.random() < 0.3):
            return 0
        programme = self.programme_of(school) if starters else Programme.NO_EARLY_CAREER_TEACHERS
        answer = Answer(self.year.start, programme, chance.choice(self.bodies) if starters else None)
        if programme == Programme.CORE_INDUCTION:
            answer.materials = chance.choice(self.materials)
        if programme == Programme.FULL_INDUCTION and chance.random() < 0.96:
            self.partner(school, answer, days_after(answered_on, chance.randrange(30)))
        row = self.tables.add(
            SchoolYear,
            school_id=school.pk,
            year_id=self.year.start,
            expects=Expects.YES if starters else Expects.NO,
            programme=programme,
            materials_id=answer.materials,
            appropriate_body_id=answer.body,
            answered_by=school.tutor,
            answered_at=at_noon(answered_on),
        )
        self.tables.add(
            Event,
            kind="programme_chosen",
            actor_kind="user",
            actor_id=school.tutor,
            acting_as=f"{Role.INDUCTION_TUTOR} of school {school.urn}",
            subject_kind="schoolyear",
            subject_id=row,
            school_id=school.pk,
            details=as_json(
                {
                    "year": self.year.start,
                    "programme": str(programme),
                    "materials": answer.materials,
                    "appropriate_body": answer.body,
                }
            ),
            at=at_noon(answered_on),
        )
        school.answers[self.year.start] = answer
        return starters if programme in (Programme.FULL_INDUCTION, Programme.CORE_INDUCTION) else 0

    def programme_of(self, school: OneSchool) -> Programme:
        draw = self.chance.random()
        if draw < 0.04:
            return Programme.DESIGN_OUR_OWN
        if draw < 0.14:
            return Programme.CORE_INDUCTION
        if school.funded:
            return Programme.FULL_INDUCTION
        return Programme.SCHOOL_FUNDED if draw < 0.4 else Programme.CORE_INDUCTION

    def partner(self, school: OneSchool, answer: Answer, reported_on: date) -> None:
        """The pair that the school had before, if it still works together; now and then another, or a report twice."""
        if self.chance.random() < 0.08:
            school.pair = self.chance.randrange(1_000)
        since = min(reported_on, self.today)
        answer.pair = self.pairs[school.pair % len(self.pairs)]
        if self.chance.random() < 0.02:
            other = next(each for each in self.pairs if each != answer.pair)
            the_next = self.tables.next_id[Partnership] + 1
            ended = {"ended_at": at_noon(since), "ended_why": EndedWhy.REPLACED, "replaced_by_id": the_next}
            self.add_partnership(school, other, since, **ended)
        answer.partnership = self.add_partnership(school, answer.pair, since)

    def add_partnership(self, school: OneSchool, pair: Pair, since: date, **ended: object) -> int:
        returning = self.year.start - 1 in school.answers
        return self.tables.add(
            Partnership,
            school_id=school.pk,
            year_id=self.year.start,
            lead_provider_id=pair.lead_provider,
            delivery_partner_id=pair.delivery_partner,
            origin=Origin.CONTINUED if returning and self.chance.random() < 0.7 else Origin.REPORTED,
            since=at_noon(since),
            challenge_by=max(date(self.year.start, 10, 31), days_after(since, 14)),
            **ended,
        )


def how_many(mean: float, chance: random.Random) -> int:
    """A whole number that is `mean` on average: mostly none at a small school, often several at a large one."""
    number, left = 0, chance.expovariate(1.0)
    while left < mean:
        number, left = number + 1, left + chance.expovariate(1.0)
    return number
