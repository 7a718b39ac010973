from django.db import transaction

from manage_training.domain.academic_years.models import AcademicYear
from manage_training.domain.clock import now
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.record import record
from manage_training.domain.partnerships.models import EndedWhy, Partnership
from manage_training.domain.partnerships.report import pair_of
from manage_training.domain.partnerships.tell_provider import tell_provider
from manage_training.domain.refusal import Refusal
from manage_training.domain.schools.models import School

PLANS = "It changes how it runs its training for new early career teachers."


@transaction.atomic
def end_partnership(partnership: Partnership, *, why: EndedWhy, by: Actor, what_changes: str = PLANS) -> Partnership:
    """End a live partnership because the school goes another way, tell its provider, and return it as it is now.

    `what_changes` is for the provider to read: what the school does instead. Raises `Refusal` where it has ended
    already. What this does to people is `training/follow_partnership.py`. Rule B9.
    """
    ended = close(partnership, why)
    record("partnership_ended", about=ended, by=by, school=ended.school_id, why=str(why), **pair_of(ended))
    tell_of_change(ended, ended.year, what_changes=what_changes)
    return ended


def close(partnership: Partnership, why: EndedWhy) -> Partnership:
    """Lock the school and end a partnership that is live; its event and its messages are the caller's."""
    School.objects.select_for_update(no_key=True).only("pk").get(pk=partnership.school_id)
    live = Partnership.objects.select_related("school", "year", "lead_provider", "delivery_partner")
    locked = live.get(pk=partnership.pk)
    if locked.ended_why == EndedWhy.REPLACED:
        raise Refusal(
            f"{locked.lead_provider} has confirmed your school again since, with another delivery partner. Look at "
            "your dashboard, or use the link in our newer email."
        )
    if locked.ended_at:
        raise Refusal(
            f"{locked.lead_provider} does not train {locked.school} in {locked.year} any more: that was changed a "
            "moment ago. Look at your dashboard."
        )
    locked.ended_at, locked.ended_why = now(), why
    locked.save(update_fields=["ended_at", "ended_why"])
    return locked


def tell_of_change(partnership: Partnership, year: AcademicYear, *, what_changes: str = PLANS, again: int = 0) -> None:
    """Tell a provider that a school does not go on with it as before in a year: the partnership's, or a later one.

    Once for each partnership and year, and `again` where the school changes its mind.
    """
    tell_provider(
        "school_has_changed",
        partnership,
        key=f"school_has_changed {partnership.pk} {year.start} {again}",
        year=year,
        what_changes=what_changes,
    )
