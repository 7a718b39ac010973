from typing import NamedTuple

from django.db import transaction

from manage_training.domain.academic_years.models import AcademicYear, Programme
from manage_training.domain.clock import today
from manage_training.domain.events.actor import Actor
from manage_training.domain.organisations.models import AppropriateBody, Materials
from manage_training.domain.partnerships.end import tell_of_change
from manage_training.domain.partnerships.live import live_partnership
from manage_training.domain.partnerships.models import Origin, Partnership
from manage_training.domain.programmes.answer import answer_for
from manage_training.domain.programmes.choose import choose_for, submit
from manage_training.domain.programmes.models import Expects, SchoolYear
from manage_training.domain.programmes.school_years import locked, refuse_if_changed
from manage_training.domain.refusal import Refusal
from manage_training.domain.schools.models import School
from manage_training.domain.training.begin_again import begin_again, with_placements_locked
from manage_training.domain.training.follow_partnership import continue_partnership
from manage_training.domain.training.last_time import last_time
from manage_training.domain.training.models import Role
from manage_training.domain.training.plan import Plan, pair_in_words, planned_by, told_to_provider
from manage_training.domain.training.who_follows import those_who_follow


class Training(NamedTuple):
    """How a school will train the teachers it expects: a programme, or a plan about who trained them last, which means
    the funded programme. Neither where a provider has told us already.
    """

    programme: Programme | None = None
    plan: Plan | None = None
    materials: Materials | None = None
    appropriate_body: AppropriateBody | None = None


@transaction.atomic
def set_up_year(
    school: School,
    year: AcademicYear,
    expects: Expects,
    training: Training | None = None,
    *,
    by: Actor,
    seen: int | None = None,
) -> SchoolYear:
    """Set up a year of a school that has been here before, in one go, and return its answers (rules P10 to P12).

    `training` is for "Yes" only. Who trained the school last is told where that does not go on; nobody's training of an
    earlier year changes. A provider that has reported the school meanwhile is who trains it: an answer that agrees is
    saved, another is refused and names it. Raises `Refusal` too for what the school may not choose, and for who lost a
    race against another tutor (`seen`: see `refuse_if_changed`).
    """
    school_year = locked(school, year)
    reported = reported_without_answer(school_year, live_partnership(school, year))
    if reported is None:
        refuse_if_changed(school_year, seen)
    if expects != Expects.YES or training is None:
        if reported:
            raise Refusal(said_by_provider(reported))
        return answer_for(school_year, expects, by=by)
    last = last_time(school, year)
    pair = last.pair if last else None
    if reported:
        if not agrees(training, reported, pair):
            raise Refusal(said_by_provider(reported))
        return agree_with_report(school_year, reported, training.appropriate_body, by=by)

    if training.plan and pair is None:
        raise Refusal("Nobody trained your school with funding from the DfE the last time. Choose a programme instead.")
    continues = continue_partnership(school, year, pair, by=by) if pair and training.plan == Plan.SAME_PAIR else None
    answered = choose_for(
        school_year,
        programme=programme_of(training),
        materials=training.materials,
        appropriate_body=training.appropriate_body,
        planned_lead_provider=planned_by(training.plan, pair),
        trained_by=pair_in_words(continues) if continues else "",
        by=by,
    )
    if pair and continues is None:
        tell_of_change(pair, year, what_changes=told_to_provider(training.plan, programme_of(training)))
    return answered


def programme_of(training: Training) -> Programme:
    if training.plan:
        return Programme.FULL_INDUCTION
    if training.programme is None:
        raise Refusal("Select how you want to run your training", field="programme")
    return Programme(training.programme)


def reported_without_answer(school_year: SchoolYear, live: Partnership | None) -> Partnership | None:
    """What a provider has reported for a year about which the school itself has not said how it runs its training."""
    by_report = live is not None and live.origin == Origin.REPORTED and school_year.answered_by is None
    return live if by_report and school_year.programme == Programme.FULL_INDUCTION else None


def said_by_provider(reported: Partnership) -> str:
    return (
        f"{reported.lead_provider} has told us that it trains your early career teachers and mentors of "
        f"{reported.year}, with {reported.delivery_partner}. Open your dashboard: there you can say that this is "
        "wrong, or change your programme."
    )


def agrees(training: Training, reported: Partnership, pair: Partnership | None) -> bool:
    """Whether what the school answered and what a provider reported are the same. With which partner is the
    provider's to say, unless the school leaves the one that it had.
    """
    if training.plan is None or pair is None:
        return training.programme in (None, Programme.FULL_INDUCTION)
    same_provider = reported.lead_provider_id == pair.lead_provider_id
    match training.plan:
        case Plan.SAME_PAIR:
            return same_provider
        case Plan.OTHER_PARTNER:
            return same_provider and reported.delivery_partner_id != pair.delivery_partner_id
        case Plan.OTHER_PROVIDER:
            return not same_provider
    raise ValueError(training.plan)


def agree_with_report(
    school_year: SchoolYear, reported: Partnership, body: AppropriateBody | None, *, by: Actor
) -> SchoolYear:
    """Save what the report left open. Who was registered since has had no appropriate body and gets this one."""
    answered = submit(school_year, body, by=by, trained_by=pair_in_words(reported))
    if body:
        theirs = those_who_follow(answered, since=today()).filter(placement__role=Role.ECT, appropriate_body=None)
        begin_again(with_placements_locked(theirs), today(), appropriate_body=body)
    return answered
