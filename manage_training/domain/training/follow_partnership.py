"""What becomes of people when somebody else, or nobody, trains their school: pages and commands call these. Rule T9.

On that day the training in force ends the day before and goes on with the new pair, or with nobody until the next one
is confirmed. Training of earlier years, what somebody carried over from their last school, and training that somebody
withdrew from stay as they are.
"""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Q, QuerySet

from manage_training.domain.academic_years.models import AcademicYear, Programme
from manage_training.domain.bulk import among
from manage_training.domain.clock import today
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.record import record
from manage_training.domain.organisations.models import LeadProvider
from manage_training.domain.partnerships import challenge as challenging
from manage_training.domain.partnerships import continue_partnership as continuing
from manage_training.domain.partnerships import end as ending
from manage_training.domain.partnerships import report as reporting
from manage_training.domain.partnerships.live import live_partnership
from manage_training.domain.partnerships.models import Challenge, EndedWhy, Partnership, Reason
from manage_training.domain.partnerships.report import Claim, Report
from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.programmes.school_years import locked, save_answered, set_programme
from manage_training.domain.programmes.switch import Before
from manage_training.domain.schools.models import School
from manage_training.domain.training.begin_again import begin_again, begin_each_again, with_placements_locked
from manage_training.domain.training.count import people_of_year
from manage_training.domain.training.models import Placement, Status, TrainingPeriod


@transaction.atomic
def report(provider: LeadProvider, year: AcademicYear, claims: Iterable[Claim], *, by: Actor) -> Report:
    """Report schools as `partnerships.report` does, and let their people follow."""
    done = reporting.report(provider, year, claims, by=by)
    follow(
        [each.partnership for each in done.reported],
        switched={each.partnership.school_id: each.before for each in done.reported if each.switched},
    )
    return done


@transaction.atomic
def continue_partnership(school: School, year: AcademicYear, last: Partnership, *, by: Actor) -> Partnership:
    """Continue last year's pair as `partnerships.continue_partnership` does; who waits in the year follows it."""
    new = continuing.continue_partnership(school, year, last, by=by)
    follow([new])
    return new


@transaction.atomic
def end_partnership(partnership: Partnership, *, why: EndedWhy, by: Actor, what_changes: str = "") -> Partnership:
    """End a partnership as `partnerships.end` does; its people wait for the next."""
    said = {"what_changes": what_changes} if what_changes else {}
    ended = ending.end_partnership(partnership, why=why, by=by, **said)
    wait_for_the_next(ended)
    return ended


@transaction.atomic
def challenge(partnership: Partnership, reason: Reason, *, by: Actor) -> Challenge:
    """Challenge a partnership as `partnerships.challenge` does; its people wait for the next.

    Who says that no early career teachers are expected answers No for the year too, unless somebody trains there then.
    """
    said = challenging.challenge(partnership, reason, by=by)
    wait_for_the_next(partnership)
    school, year = said.partnership.school, said.partnership.year
    if reason == Reason.NO_TEACHERS and not people_in(school, year):
        expect_nobody(school, year, by)
    return said


def people_in(school: School, year: AcademicYear) -> int:
    counted = AcademicYear.objects.annotate(people=people_of_year(school, today())).get(pk=year.pk)
    return int(counted.people)


def expect_nobody(school: School, year: AcademicYear, by: Actor) -> None:
    school_year = locked(school, year)
    set_programme(school_year, Programme.NO_EARLY_CAREER_TEACHERS, None)
    school_year.appropriate_body = None
    save_answered(school_year, by)
    record("teachers_expected", about=school_year, by=by, school=school.pk, year=year.start, expects="no")


@transaction.atomic
def undo(said: Challenge, *, by: Actor) -> Partnership:
    """Take a challenge back as `partnerships.challenge` does; who waits goes on with the same two."""
    undone = challenging.undo(said, by=by)
    new = undone.partnership
    follow([new], switched={new.school_id: undone.before} if undone.switched else {})
    return new


def follow(partnerships: Iterable[Partnership], *, switched: Mapping[int, Before] | None = None) -> int:
    """Let the people of each partnership's school and year be trained by it from today, and return how many follow.

    They are those whom the school's own pair trains, or nobody yet. Where a school was `switched` from a programme of
    its own, those who followed that too. The caller has locked the schools.
    """
    switched = switched or {}
    live = {(each.school_id, each.year_id): each for each in partnerships}
    years = {year for _, year in live}
    here = going_on().filter(school__in=among({school for school, _ in live}), year__in=years)

    def belongs(period: TrainingPeriod) -> bool:
        partnership = live.get((period.school_id, period.year_id))
        if partnership is None or period.partnership_id == partnership.pk:
            return False
        return period.programme in (Programme.FULL_INDUCTION, switched.get(period.school_id))

    changed = [period for period in with_placements_locked(here) if belongs(period)]
    return begin_each_again(
        (
            (
                period,
                {
                    "programme": Programme.FULL_INDUCTION,
                    "materials": None,
                    "partnership": live[period.school_id, period.year_id],
                },
            )
            for period in changed
        ),
        today(),
    )


def wait_for_the_next(ended: Partnership) -> int:
    """Let the people of a partnership that has ended wait for who is confirmed next, from today; return how many."""
    return begin_again(with_placements_locked(going_on().filter(partnership=ended)), today(), partnership=None)


def follow_the_school(placement: Placement) -> None:
    """Let somebody who was to leave, and stays, go on from today as their school trains people of their year by now:
    what changed there meanwhile passed them by. The caller has locked the school and the placement.
    """
    for period in going_on().filter(placement=placement, programme=Programme.FULL_INDUCTION):
        live = live_partnership(period.school, period.year)
        answers = SchoolYear.objects.filter(school=period.school_id, year=period.year_id).first()
        now: dict[str, object] = {
            "programme": Programme.FULL_INDUCTION,
            "materials_id": None,
            "partnership_id": live.pk if live else None,
        }
        if live is None and answers and answers.trains_teachers:
            now |= {"programme": answers.programme, "materials_id": answers.materials_id}
        if any(getattr(period, name) != value for name, value in now.items()):
            begin_again([period], today(), **now)


def going_on() -> QuerySet[TrainingPeriod]:
    """Training that goes on today or is to come, and that nobody carried over or withdrew from."""
    periods: QuerySet[TrainingPeriod] = TrainingPeriod.objects.in_force().not_over(today())
    return periods.filter(~Q(status=Status.WITHDRAWN), lead_provider=None).order_by("placement_id")
