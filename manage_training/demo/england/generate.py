"""Fill an empty database with an England of invented schools and people."""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction

from manage_training.demo.england.answers import Answers, appoint_tutors, the_schools
from manage_training.demo.england.organisations import load_partners
from manage_training.demo.england.people import TABLES, People
from manage_training.demo.england.tables import Tables
from manage_training.demo.load import REFERENCE, THE_DEMO
from manage_training.demo.schools import import_invented
from manage_training.domain.academic_years.models import AcademicYear
from manage_training.domain.academic_years.years import opened_among, the_years
from manage_training.domain.accounts.models import Membership, User
from manage_training.domain.accounts.privacy import publish_all
from manage_training.domain.clock import today
from manage_training.domain.events.record import record
from manage_training.domain.organisations.reference import load_reference
from manage_training.domain.partnerships.models import Partnership
from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.refusal import Refusal
from manage_training.domain.schools.models import School
from manage_training.domain.teachers.models import Teacher
from manage_training.integrations.school_register.invented import WELSH, Establishment, invented_schools

HOW_MANY_YEARS = 5
MAY_USE_IT = 0.55  # of the invented schools: others are closed, abroad or of another type
Told = Callable[[str, int], None]  # what is being done, and how many rows of it were written


@dataclass(frozen=True)
class Made:
    schools: int
    teachers: int
    rows: int


@transaction.atomic
def generate_england(schools: int, *, told: Told, seed: int = 1) -> Made:
    """Invent at least `schools` schools that may use the service, and five years of what happened there.

    Ten teachers a school, with what the record said of them, training, mentors, events and the messages that went. The
    same seed and day give the same England. All or nothing. Raises `Refusal` where the database holds schools already.
    """
    if School.objects.exists() or AcademicYear.objects.exists():
        raise Refusal("The database holds schools already. Start with an empty DATA_DIR or DATABASE_URL.")
    chance = random.Random(seed)  # noqa: S311 - the same England every time is the point
    load_reference(REFERENCE)
    publish_all()
    every = in_england(invented_schools(round(schools / MAY_USE_IT), seed=seed))
    told("Schools", 0)
    import_invented(every, THE_DEMO)
    told("Schools", len(every))
    years = opened_among(the_years(), today())[:HOW_MANY_YEARS][::-1]
    load_partners(years, chance)

    tables = Tables(
        User, Membership, SchoolYear, Partnership, *TABLES, written=lambda rows: told("People and training", rows)
    )
    those = list(the_schools(chance))
    appoint_tutors(those, tables, years[0].registration_opens_on, chance)
    people = People(those, today(), tables, chance)
    for year in years:
        answers = Answers(year, today(), tables, chance)
        starters = [(school, number) for school in those if (number := answers.of(school))]
        for school, number in starters:
            people.start(school, year, number)
    tables.finish()
    made = Made(len(those), tables.counts[Teacher], sum(tables.counts.values()))
    record("england_generated", about=years[-1], by=THE_DEMO, schools=made.schools, teachers=made.teachers)
    return made


def in_england(schools: Iterable[Establishment]) -> list[Establishment]:
    there = {school.urn: school for school in schools if school.type_code != WELSH}
    for school in there.values():
        school.successors = [urn for urn in school.successors if urn in there]
    return list(there.values())
