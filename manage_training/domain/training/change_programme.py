from django.db import transaction

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.accounts.memberships import tutors_of
from manage_training.domain.accounts.way_in import way_in
from manage_training.domain.clock import today
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.record import record
from manage_training.domain.messages.send import send
from manage_training.domain.organisations.models import Materials
from manage_training.domain.partnerships.continue_partnership import continue_partnership
from manage_training.domain.partnerships.end import end_partnership, tell_of_change
from manage_training.domain.partnerships.live import live_partnership
from manage_training.domain.partnerships.models import EndedWhy, Origin, Partnership
from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.programmes.school_years import (
    locked,
    refuse_if_changed,
    refuse_what_is_not_offered,
    save_answered,
    set_programme,
)
from manage_training.domain.refusal import Refusal
from manage_training.domain.training.begin_again import begin_again, with_placements_locked
from manage_training.domain.training.last_time import who_trains
from manage_training.domain.training.plan import Plan, planned_by, told_to_provider
from manage_training.domain.training.who_follows import those_who_follow


@transaction.atomic
def change_programme(
    school_year: SchoolYear,
    programme: Programme,
    *,
    plan: Plan | None = None,
    materials: Materials | None = None,
    agreed: bool = False,
    by: Actor,
    seen: int | None = None,
) -> SchoolYear:
    """Change how a school runs its training in a year, and return its answers. Tells its tutors.

    With the funded programme a `plan` says what becomes of who trains the school, or did last: `who_trains`. The live
    partnership ends, and its provider is told. The training of that year's people follows from today; that of earlier
    years stays as it is. Another choice of materials is a change too. Raises `Refusal` where a provider reported the
    school and it has not `agreed` the change with that provider, for what the school may not choose, and for who lost a
    race (`seen`: see `refuse_if_changed`). Rules P7, P8 and P10.
    """
    school, year = school_year.school, school_year.year
    school_year = locked(school, year)
    refuse_if_changed(school_year, seen)
    live = live_partnership(school, year)
    reported = reported_by_provider(live)
    if reported and not agreed:
        raise Refusal(talk_first(reported), field="agreed")
    refuse_what_is_not_offered(school, year, programme, materials)
    pair = who_trains(school_year)
    before, planned_before = school_year.programme, school_year.planned_lead_provider
    set_programme(school_year, programme, materials)
    if programme == Programme.FULL_INDUCTION and plan:
        refuse_what_cannot_be_planned(plan, pair, live)
        school_year.planned_lead_provider = planned_by(plan, pair)
    if before == programme and as_it_was(school_year) and not (live and plan) and plan != Plan.SAME_PAIR:
        return school_year
    people = with_placements_locked(those_who_follow(school_year, since=today()))
    if programme == Programme.NO_EARLY_CAREER_TEACHERS and people:
        raise Refusal(
            f"{len(people)} of your early career teachers and mentors have training that belongs to {year}, so your "
            "school does have some. Choose how you will train them.",
            field="programme",
        )

    save_answered(school_year, by)
    told = told_to_provider(plan, programme)
    if live:
        end_partnership(live, why=EndedWhy.CHANGED, by=by, what_changes=told)
    elif pair and (planned_before or plan in (Plan.SAME_PAIR, Plan.OTHER_PARTNER)):
        # It was told something else when the year was set up.
        tell_of_change(pair, year, what_changes=told, again=school_year.version)
    new = continue_partnership(school, year, pair, by=by) if pair and plan == Plan.SAME_PAIR else None
    begin_again(people, today(), programme=programme, materials=school_year.materials, partnership=new)
    record(
        "programme_changed",
        about=school_year,
        by=by,
        school=school.pk,
        year=year.start,
        before=before,
        programme=str(programme),
        plan=str(plan) if plan else None,
        materials=school_year.materials_id,
        said_agreed=reported is not None,
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
            programme_name=plan.said_of(pair) if plan and pair else programme.label,
            way_in=way_in(tutor.user, f"/schools/{school.urn}/"),
        )
    return school_year


def reported_by_provider(live: Partnership | None) -> Partnership | None:
    """The live partnership where a provider said so, with whom a school agrees before it leaves."""
    return live if live and live.origin != Origin.CONTINUED else None


def talk_first(reported: Partnership) -> str:
    provider = reported.lead_provider
    return (
        f"{provider} has told us that it trains your early career teachers and mentors of {reported.year}, with "
        f"{reported.delivery_partner}. Agree the change with {provider} first, at {provider.email}."
    )


def refuse_what_cannot_be_planned(plan: Plan, pair: Partnership | None, live: Partnership | None) -> None:
    if pair is None:
        raise Refusal("Nobody trained your school with funding from the DfE the last time. Choose a programme instead.")
    if plan == Plan.SAME_PAIR and live:
        raise Refusal(f"{live.lead_provider} and {live.delivery_partner} train your school already. Choose a change.")


def as_it_was(school_year: SchoolYear) -> bool:
    """Whether what is stored says the same already."""
    same = {name: getattr(school_year, name) for name in ("materials", "planned_lead_provider")}
    return SchoolYear.objects.filter(pk=school_year.pk, **same).exists()
