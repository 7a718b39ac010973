"""What every change of a school's answers for a year shares: its lock, its version, and who answered."""

from manage_training.domain.academic_years.models import AcademicYear, Programme
from manage_training.domain.accounts.models import User
from manage_training.domain.clock import now
from manage_training.domain.events.actor import Actor
from manage_training.domain.organisations.models import AppropriateBody, Materials
from manage_training.domain.programmes.models import Expects, SchoolYear
from manage_training.domain.programmes.offer import programmes_for
from manage_training.domain.refusal import Refusal
from manage_training.domain.schools.models import School


def locked(school: School, year: AcademicYear) -> SchoolYear:
    """The school's answers for the year as they are now, with the school locked; not saved where there are none."""
    School.objects.select_for_update(no_key=True).only("pk").get(pk=school.pk)
    there = SchoolYear.objects.select_related("materials", "appropriate_body").filter(school=school, year=year).first()
    return there or SchoolYear(school=school, year=year, version=0)


def refuse_if_changed(school_year: SchoolYear, seen: int | None) -> None:
    """Refuse who answers on top of something they have not seen, and tell them what it says now (rule P8).

    `seen` is the version they saw: 0 where nothing was answered, None to look no further.
    """
    if seen is None or seen == school_year.version:
        return
    who = User.objects.filter(pk=school_year.answered_by).first() if school_year.answered_by else None
    raise Refusal(
        f"{who or 'Somebody else'} has changed the answers for {school_year.year} since you looked. "
        f"They are now: {in_words(school_year)}. Check them, then change what is not right."
    )


def refuse_what_is_not_offered(
    school: School, year: AcademicYear, programme: Programme, materials: Materials | None
) -> None:
    """Raise `Refusal`, by field, for a programme that the year does not offer this school, or without its materials."""
    if programme not in programmes_for(school, year):
        raise Refusal(
            f"“{programme.label}” cannot be chosen by {school} for {year}. Select one of the programmes shown.",
            field="programme",
        )
    if programme == Programme.CORE_INDUCTION and materials is None:
        raise Refusal("Select which accredited materials you will use", field="materials")


def in_words(school_year: SchoolYear) -> str:
    """What a school answered, for a sentence."""
    if school_year.programme is None:
        answer = f"do you expect early career teachers, {Expects(school_year.expects).label}"
    else:
        answer = f"programme, {Programme(school_year.programme).label}"
    if school_year.materials:
        answer += f"; materials, {school_year.materials}"
    if school_year.appropriate_body:
        answer += f"; appropriate body, {school_year.appropriate_body}"
    return answer


def set_programme(school_year: SchoolYear, programme: Programme, materials: Materials | None) -> None:
    """Set the programme and what depends on it. Does not save."""
    none_expected = programme == Programme.NO_EARLY_CAREER_TEACHERS
    school_year.programme = programme
    school_year.expects = Expects.NO if none_expected else Expects.YES
    school_year.materials = materials if programme == Programme.CORE_INDUCTION else None
    if programme != Programme.FULL_INDUCTION:
        school_year.planned_lead_provider = None


def save_answered(school_year: SchoolYear, by: Actor) -> None:
    """Save under the next version, with who answered and when."""
    school_year.version += 1
    school_year.answered_by = by.id if by.kind == "user" else None
    school_year.answered_at = now()
    school_year.save()


def tutor_behind(actor: Actor) -> User | None:
    """The person to write to about what they did; None for commands, invitations and the service itself."""
    return User.objects.filter(pk=actor.id).first() if actor.kind == "user" and actor.id else None


def body_id(body: AppropriateBody | None) -> int | None:
    return body.pk if body else None
