"""Two schools and somebody who moves between them, for tests. A call says only what the test is about."""

from datetime import date

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.accounts.models import Membership
from manage_training.domain.events.actor import Actor
from manage_training.domain.schools.models import School
from manage_training.domain.teachers.models import Teacher
from manage_training.domain.training.models import Placement, Role, Transfer
from manage_training.domain.training.transfer import transfer
from tests.factories.accounts import a_tutor, actor
from tests.factories.organisations import a_delivery_partner, a_lead_provider
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school
from tests.factories.training import a_partnership, a_placement, training_in

AMBITION = ("Ambition Institute", "Kings College London")
TEACH_FIRST = ("Teach First", "Inspire Teaching School Hub")
SINCE, FIRST_DAY = date(2021, 9, 1), date(2022, 9, 5)


def a_school_with(
    name: str, pair: tuple[str, str] | None, *, year: int = 2021, programme: Programme = Programme.FULL_INDUCTION
) -> School:
    """A school that trains people of a year: with a pair, or as its programme says."""
    school = a_school(name)
    a_school_year(school, year=year, programme=programme)
    if pair:
        trains(school, pair, year=year)
    return school


def trains(school: School, pair: tuple[str, str], *, year: int = 2021) -> None:
    provider, partner = pair
    address = provider.split()[0].lower()
    a_partnership(
        school,
        year=year,
        lead_provider=a_lead_provider(provider, email=f"schools@{address}.example"),
        delivery_partner=a_delivery_partner(partner),
    )


def in_training_at(
    school: School,
    teacher: Teacher,
    *,
    role: Role = Role.ECT,
    since: date = SINCE,
    until: date | None = None,
    **more: object,
) -> Placement:
    """Somebody who trains as the school does, with its partnership of the year they started in."""
    placement = a_placement(teacher, at=school, role=role, since=since, until=until)
    if not more:
        more = {"partnership": school.partnerships.filter(year=2021, ended_at=None).first()}
    training_in(placement, year=2021, **more)  # type: ignore[arg-type]
    return placement


def a_tutor_at(school: School) -> Membership:
    name = school.name.split()[0].lower()
    return a_tutor(at=school, name=f"Tutor of {school}", email=f"tutor@{name}.example")


def moved(
    who: Placement, to: School, *, starts_on: date = FIRST_DAY, by: Actor | None = None, **more: object
) -> Transfer:
    """Report that somebody joins a school, as its tutor, from 5 September 2022 unless told."""
    by = by or actor(a_tutor(at=to))
    email = f"moved.{who.teacher.pk}@school.example"
    more = {"continues": False} | more
    done = transfer(who.teacher, to, starts_on=starts_on, email=email, by=by, **more)  # type: ignore[arg-type]
    assert done
    return done
