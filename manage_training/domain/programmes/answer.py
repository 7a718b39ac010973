from django.db import transaction

from manage_training.domain.academic_years.models import AcademicYear, Programme
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.record import record
from manage_training.domain.programmes.models import Expects, SchoolYear
from manage_training.domain.programmes.school_years import in_words, locked, refuse_if_changed, save_answered
from manage_training.domain.refusal import Refusal
from manage_training.domain.schools.models import School


@transaction.atomic
def expect_teachers(
    school: School, year: AcademicYear, expects: Expects, *, by: Actor, seen: int | None = None
) -> SchoolYear:
    """Record whether a school expects early career teachers in a year, and return its answers (rule P2).

    An invitation or a tutor answers. "No" is the programme "no early career teachers"; the other two leave the
    programme open. Once a programme is chosen only "Yes" fits: raises `Refusal` then, and who wants another answer
    changes the programme instead. The same answer again changes nothing. `seen`: see `refuse_if_changed`.
    """
    school_year = locked(school, year)
    refuse_if_changed(school_year, seen)
    return answer_for(school_year, expects, by=by)


def answer_for(school_year: SchoolYear, expects: Expects, *, by: Actor) -> SchoolYear:
    """`expect_teachers` in the caller's transaction, which has locked the school.

    Raises `Refusal` for a school that has chosen a programme and now expects nobody, or does not know.
    """
    school, year = school_year.school, school_year.year
    chosen = school_year.programme not in (None, Programme.NO_EARLY_CAREER_TEACHERS)
    if chosen and expects != Expects.YES:
        raise Refusal(
            f"{school} has already told us how it runs its training in {year} ({in_words(school_year)}). "
            "Its induction tutor can sign in and change this."
        )
    if school_year.version and school_year.expects == expects:
        return school_year

    school_year.expects = expects
    if not chosen:
        school_year.programme = Programme.NO_EARLY_CAREER_TEACHERS if expects == Expects.NO else None
    save_answered(school_year, by)
    record("teachers_expected", about=school_year, by=by, school=school.pk, year=year.start, expects=str(expects))
    return school_year
