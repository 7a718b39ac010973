from django.db import transaction

from manage_training.domain.academic_years.models import AcademicYear, Programme
from manage_training.domain.accounts.way_in import way_in
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.record import record
from manage_training.domain.messages.send import send
from manage_training.domain.organisations.appropriate_bodies import bodies_for
from manage_training.domain.organisations.models import AppropriateBody, LeadProvider, Materials
from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.programmes.next_steps import next_steps
from manage_training.domain.programmes.school_years import (
    body_id,
    in_words,
    locked,
    refuse_if_changed,
    refuse_what_is_not_offered,
    save_answered,
    set_programme,
    tutor_behind,
)
from manage_training.domain.refusal import Refusal
from manage_training.domain.schools.models import School


@transaction.atomic
def choose(
    school: School,
    year: AcademicYear,
    *,
    programme: Programme,
    materials: Materials | None = None,
    appropriate_body: AppropriateBody | None = None,
    by: Actor,
    seen: int | None = None,
) -> SchoolYear:
    """Submit how a school runs its training in a year, and return its answers: the first time, or after "no teachers".

    `materials` are asked for with accredited materials only; no `appropriate_body` means not appointed yet. Tells who
    submitted. Raises `Refusal` for what the school may not choose, where a programme is chosen already (it is changed
    instead), and for who lost a race (`seen`: see `refuse_if_changed`). Rules P1 to P4 and P8.
    """
    school_year = locked(school, year)
    refuse_if_changed(school_year, seen)
    return choose_for(school_year, programme=programme, materials=materials, appropriate_body=appropriate_body, by=by)


def choose_for(
    school_year: SchoolYear,
    *,
    programme: Programme,
    materials: Materials | None = None,
    appropriate_body: AppropriateBody | None = None,
    planned_lead_provider: LeadProvider | None = None,
    trained_by: str = "",
    by: Actor,
) -> SchoolYear:
    """`choose` in the caller's transaction, which has locked the school.

    A `planned_lead_provider` is one whose delivery partner is still to be confirmed; `trained_by` names those
    who are, which is the caller's to know. Raises `Refusal` for a school that has chosen, and for what is not offered.
    """
    school, year = school_year.school, school_year.year
    if school_year.programme not in (None, Programme.NO_EARLY_CAREER_TEACHERS):
        raise Refusal(
            f"{school} has already told us how it runs its training in {year}: {in_words(school_year)}. "
            "Open the dashboard to change it."
        )
    refuse_what_is_not_offered(school, year, programme, materials)
    set_programme(school_year, programme, materials)
    school_year.planned_lead_provider = planned_lead_provider
    return submit(school_year, appropriate_body, by=by, trained_by=trained_by)


def submit(
    school_year: SchoolYear, appropriate_body: AppropriateBody | None, *, by: Actor, trained_by: str = ""
) -> SchoolYear:
    """Save what a school submits for a year, with its appropriate body, and tell who did. Its programme is set already.

    In the caller's transaction, which has locked the school. Raises `Refusal` for a body that is not for it (rule P3).
    """
    school, year = school_year.school, school_year.year
    programme = Programme(str(school_year.programme))
    if appropriate_body and not bodies_for(school, year.start).filter(pk=appropriate_body.pk).exists():
        raise Refusal(
            f"{appropriate_body} does not take on new teachers of {school} in {year}. Select another.",
            field="appropriate_body",
        )

    school_year.appropriate_body = None if programme == Programme.NO_EARLY_CAREER_TEACHERS else appropriate_body
    save_answered(school_year, by)
    record(
        "programme_chosen",
        about=school_year,
        by=by,
        school=school.pk,
        year=year.start,
        programme=str(programme),
        materials=school_year.materials_id,
        appropriate_body=body_id(school_year.appropriate_body),
    )
    steps = next_steps(school_year, provider_confirmed=bool(trained_by))
    if tutor := tutor_behind(by):
        send(
            "training_submitted",
            to=tutor.email,
            key=f"training_submitted {school_year.pk} {school_year.version}",
            school=school.pk,
            tutor_name=tutor.name,
            school_name=school.name,
            year_name=str(year),
            programme_name=f"{programme.label}: {trained_by}" if trained_by else programme.label,
            next_steps=[step.words for step in steps if not step.done] or [NOTHING_TO_DO],
            way_in=way_in(tutor, f"/schools/{school.urn}/"),
        )
    return school_year


NOTHING_TO_DO = "nothing now; sign in and tell us if this changes"
