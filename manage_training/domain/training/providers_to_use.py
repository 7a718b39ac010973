"""Who trains somebody that joins from another school, and what their new school is asked about it. Rules V5 and V6."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from manage_training.domain.academic_years.models import AcademicYear, Programme
from manage_training.domain.academic_years.years import registration_year
from manage_training.domain.clock import today
from manage_training.domain.organisations.models import Agreement, DeliveryPartner, LeadProvider, Materials
from manage_training.domain.partnerships.live import live_partnership
from manage_training.domain.partnerships.models import Partnership
from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.schools.models import School
from manage_training.domain.training.models import TrainingPeriod

# What a school and a teacher both understand; "your own" would be wrong for one of them.
IN_WORDS = {
    Programme.FULL_INDUCTION: "A training provider, not confirmed yet",
    Programme.CORE_INDUCTION: "DfE accredited materials",
    Programme.DESIGN_OUR_OWN: "A programme that the school designs itself",
    Programme.SCHOOL_FUNDED: "A training provider, funded by the school",
}


class Pair(NamedTuple):
    lead_provider: LeadProvider
    delivery_partner: DeliveryPartner


@dataclass(frozen=True)
class Way:
    """A way to be trained: by a pair of provider and partner, none known yet, with materials, or on one's own."""

    programme: Programme
    pair: Pair | None = None
    materials: Materials | None = None

    def __str__(self) -> str:
        if self.pair:
            return f"{self.pair.lead_provider} with {self.pair.delivery_partner}"
        return f"{IN_WORDS[self.programme]}, by {self.materials}" if self.materials else IN_WORDS[self.programme]


@dataclass(frozen=True)
class Facts:
    """All that decides which question is asked."""

    theirs: Way | None  # how they were trained until now; None where they were not
    schools: Way  # how the school they join trains people of their year
    still_available: bool  # whether their provider and partner work together for their year


class Question(StrEnum):
    """What the school they join is asked; named for why."""

    NONE = "none"  # both train alike
    NOT_TRAINED_YET = "not_trained_yet"
    NEVER_WITH_PROVIDER = "never_with_provider"
    NOT_AVAILABLE = "not_available"
    MATERIALS = "materials"
    OWN_PROGRAMME = "own_programme"
    NO_PROVIDER_YET = "no_provider_yet"
    OTHER_PARTNER = "other_partner"
    DIFFERENT = "different"

    @property
    def is_a_choice(self) -> bool:
        """Whether they can go on as until now, so that the school says yes or no."""
        return self not in (Question.NONE, Question.NOT_TRAINED_YET, Question.NOT_AVAILABLE)


class Row(NamedTuple):
    question: Question
    when: Callable[[Facts], bool]


def had_provider(facts: Facts) -> bool:
    return facts.theirs is not None and facts.theirs.pair is not None


def goes_on_alone(facts: Facts) -> bool:
    """Whether they were trained without a provider in a way that can go on anywhere."""
    return facts.theirs is not None and facts.theirs.programme != Programme.FULL_INDUCTION


def same_provider(facts: Facts) -> bool:
    theirs, schools = facts.theirs and facts.theirs.pair, facts.schools.pair
    return bool(theirs and schools and theirs.lead_provider == schools.lead_provider)


# The first row that fits.
TABLE = [
    Row(Question.NONE, lambda facts: facts.theirs == facts.schools),
    Row(Question.NEVER_WITH_PROVIDER, lambda facts: not had_provider(facts) and goes_on_alone(facts)),
    Row(Question.NOT_TRAINED_YET, lambda facts: not had_provider(facts)),
    Row(Question.NOT_AVAILABLE, lambda facts: not facts.still_available),
    Row(Question.MATERIALS, lambda facts: facts.schools.programme == Programme.CORE_INDUCTION),
    Row(Question.OWN_PROGRAMME, lambda facts: facts.schools.programme != Programme.FULL_INDUCTION),
    Row(Question.NO_PROVIDER_YET, lambda facts: facts.schools.pair is None),
    Row(Question.OTHER_PARTNER, same_provider),
    Row(Question.DIFFERENT, lambda facts: True),
]


def question_for(facts: Facts) -> Question:
    """Which question applies: the first row of the table that fits (rule V6)."""
    return next(row.question for row in TABLE if row.when(facts))


@dataclass(frozen=True)
class Choice:
    """How somebody can be trained at the school they join, and what that school is asked about it."""

    year: int
    theirs: Way | None
    schools: Way
    partnership: Partnership | None  # of the school and the teacher's own year, where there is one
    question: Question

    def way(self, continues: bool | None) -> Way:
        """How they are trained then."""
        return self.theirs if continues and self.theirs else self.schools

    def partnership_for(self, way: Way) -> Partnership | None:
        """The school's own partnership, where it is the one that trains them; else the pair is carried over."""
        return self.partnership if self.partnership and way.pair == pair_of(self.partnership) else None


def choice_at(school: School, year: int, training: TrainingPeriod | None) -> Choice | None:
    """What a school can choose for somebody of a year who was trained so until now.

    None where it has not said how it trains anybody, neither in that year nor in the one to register for.
    """
    partnership = live_partnership(school, AcademicYear(start=year))
    schools = way_of_school(school, year, partnership)
    if schools is None:
        return None
    theirs = way_of(training)
    facts = Facts(theirs, schools, still_available=bool(theirs and theirs.pair and work_together(theirs.pair, year)))
    return Choice(year, theirs, schools, partnership, question_for(facts))


def way_of(training: TrainingPeriod | None) -> Way | None:
    """How somebody was trained, by the last period of their training."""
    if training is None:
        return None
    who = training.partnership or training
    return Way(Programme(training.programme), pair_of(who), training.materials)


def pair_of(who: Partnership | TrainingPeriod) -> Pair | None:
    if who.lead_provider is None or who.delivery_partner is None:
        return None
    return Pair(who.lead_provider, who.delivery_partner)


def way_of_school(school: School, year: int, partnership: Partnership | None) -> Way | None:
    """How a school trains people of a year: by its live partnership of that year; else by the one of the registration
    year, if those two work together for the year; else with no provider yet (rule V5).
    """
    if partnership:
        return Way(Programme.FULL_INDUCTION, pair_of(partnership))
    registering_for = registration_year(today())
    answers = SchoolYear.objects.select_related("materials").filter(
        school=school, year__in={year, registering_for.start}
    )
    answered = {each.year_id: each for each in answers if each.trains_teachers}
    said = answered.get(year) or answered.get(registering_for.start)
    if said is None:
        return None
    programme = Programme(said.programme or "")  # who trains teachers has one
    if programme != Programme.FULL_INDUCTION:
        return Way(programme, materials=said.materials)
    now = live_partnership(school, registering_for)
    pair = pair_of(now) if now else None
    return Way(programme, pair if pair and work_together(pair, year) else None)


def work_together(pair: Pair, year: int) -> bool:
    """Whether a partner may work for a provider in a year."""
    agreed = Agreement.objects.filter(lead_provider=pair.lead_provider, delivery_partner=pair.delivery_partner)
    return agreed.filter(year=year).exists()
