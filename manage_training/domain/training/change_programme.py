from django.db import transaction

from manage_training.domain.academic_years.models import AcademicYear, Programme
from manage_training.domain.accounts.memberships import tutors_of
from manage_training.domain.accounts.way_in import way_in
from manage_training.domain.clock import today
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.record import record
from manage_training.domain.messages.send import send
from manage_training.domain.organisations.models import Materials
from manage_training.domain.partnerships.live import live_partnership
from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.programmes.school_years import (
    locked,
    refuse_if_changed,
    refuse_what_is_not_offered,
    save_answered,
    set_programme,
)
from manage_training.domain.refusal import Refusal
from manage_training.domain.training.begin_again import begin_again, locked_training_of


@transaction.atomic
def change_programme(
    school_year: SchoolYear,
    programme: Programme,
    *,
    materials: Materials | None = None,
    by: Actor,
    seen: int | None = None,
) -> SchoolYear:
    """Change how a school runs its training in a year, and return its answers. Tells its tutors.

    The training of that year's people follows from today; that of earlier years stays as it is. Another choice of
    materials is a change too. Raises `Refusal` as `why_not` says, for what the school may not choose, and for who lost
    a race (`seen`: see `refuse_if_changed`). Rules P7 and P8.
    """
    school, year = school_year.school, school_year.year
    school_year = locked(school, year)
    refuse_if_changed(school_year, seen)
    if reason := why_not(school_year):
        raise Refusal(reason)
    refuse_what_is_not_offered(school, year, programme, materials)
    before = school_year.programme
    set_programme(school_year, programme, materials)
    if before == programme and materials_as_they_were(school_year):
        return school_year
    people = locked_training_of(school_year, since=today())
    if programme == Programme.NO_EARLY_CAREER_TEACHERS and people:
        raise Refusal(
            f"{len(people)} of your early career teachers and mentors have training that belongs to {year}, so your "
            "school does have some. Choose how you will train them.",
            field="programme",
        )

    save_answered(school_year, by)
    begin_again(people, today(), programme=programme, materials=school_year.materials, partnership=None)
    record(
        "programme_changed",
        about=school_year,
        by=by,
        school=school.pk,
        year=year.start,
        before=before,
        programme=str(programme),
        materials=school_year.materials_id,
    )
    for tutor in tutors_of(school):
        send(
            "programme_changed",
            to=tutor.user.email,
            key=f"programme_changed {school_year.pk} {school_year.version} {tutor.pk}",
            school=school.pk,
            tutor_name=tutor.user.name,
            school_name=school.name,
            year_name=str(year),
            programme_name=programme.label,
            way_in=way_in(tutor.user, f"/schools/{school.urn}/"),
        )
    return school_year


def why_not(school_year: SchoolYear) -> str | None:
    """Why a school cannot change its programme itself, in words that say what to do; None where it can (rule P7)."""
    partnership = live_partnership(school_year.school, AcademicYear(start=school_year.year_id))
    if partnership is None:
        return None
    provider = partnership.lead_provider
    return (
        f"{provider} has confirmed that it trains your early career teachers and mentors of {school_year.year}, "
        f"with {partnership.delivery_partner}. Talk to {provider} first, at {provider.email}. "
        "You can change your programme here once that has ended."
    )


def materials_as_they_were(school_year: SchoolYear) -> bool:
    return SchoolYear.objects.filter(pk=school_year.pk, materials=school_year.materials).exists()
