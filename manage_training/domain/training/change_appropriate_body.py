from django.db import transaction

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.accounts.memberships import tutors_of
from manage_training.domain.accounts.way_in import way_in
from manage_training.domain.clock import today
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.record import record
from manage_training.domain.messages.send import send
from manage_training.domain.organisations.appropriate_bodies import bodies_for
from manage_training.domain.organisations.models import AppropriateBody
from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.programmes.school_years import body_id, locked, refuse_if_changed, save_answered
from manage_training.domain.refusal import Refusal
from manage_training.domain.training.begin_again import begin_again, with_placements_locked
from manage_training.domain.training.who_follows import those_with_its_body


@transaction.atomic
def change_appropriate_body(
    school_year: SchoolYear, body: AppropriateBody | None, *, by: Actor, seen: int | None = None
) -> SchoolYear:
    """Change which appropriate body a school has appointed for a year, None for none yet. Tells its tutors.

    From today it is also that of the year's early career teachers who had the school's; one who has another keeps it
    (rule P9). Raises `Refusal` where the body does not take on the school's teachers, where no teachers are expected,
    and for who lost a race (`seen`: see `refuse_if_changed`).
    """
    school, year = school_year.school, school_year.year
    school_year = locked(school, year)
    refuse_if_changed(school_year, seen)
    if school_year.programme in (None, Programme.NO_EARLY_CAREER_TEACHERS):
        raise Refusal(
            f"{school} has not said that it trains early career teachers in {year}, so it needs no appropriate body "
            "yet. Choose how you run your training first."
        )
    if body and not bodies_for(school, year.start).filter(pk=body.pk).exists():
        raise Refusal(f"{body} does not take on new teachers of {school} in {year}. Select another.", field="body")
    before = school_year.appropriate_body
    if before == body:
        return school_year

    people = with_placements_locked(those_with_its_body(school_year, since=today()))
    school_year.appropriate_body = body
    save_answered(school_year, by)
    begin_again(people, today(), appropriate_body=body)
    record(
        "appropriate_body_changed",
        about=school_year,
        by=by,
        school=school.pk,
        year=year.start,
        before=body_id(before),
        appropriate_body=body_id(body),
    )
    for tutor in tutors_of(school):
        send(
            "appropriate_body_changed",
            to=tutor.user.email,
            key=f"appropriate_body_changed {school_year.pk} {school_year.version} {tutor.pk}",
            school=school.pk,
            tutor_name=tutor.user.name,
            school_name=school.name,
            year_name=str(year),
            body_name=body.name if body else "not appointed yet",
            way_in=way_in(tutor.user, f"/schools/{school.urn}/"),
        )
    return school_year
