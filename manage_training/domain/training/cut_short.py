"""What ends early with the last day of somebody who moves on, and gets back the days it had. Rules V3, V8 and V9."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from manage_training.domain.clock import now
from manage_training.domain.training.models import CutShort, Mentorship, Placement, TrainingPeriod, Transfer


def cut_short(transfer: Transfer, before: date | None, last_day: date) -> list[Mentorship]:
    """End what is in the placement that somebody leaves, and keep what it was; return the mentorships among it.

    What was to begin after the last day is taken out, and nothing outlasts it. What ended with the placement still does
    where the day is later than `before`. The caller has locked the placement, and saves it.
    """
    left = transfer.left
    is_earlier = before is None or before > last_day
    moves = outlasts(last_day)
    if not is_earlier:
        moves |= Q(finishes_on=before)
    training = list(left.training.in_force().filter(moves).select_related("placement").order_by("starts_on"))
    together = Mentorship.objects.in_force().filter(Q(ect=left) | Q(mentor=left)).filter(moves)
    mentorships = list(together.select_related("ect__teacher", "mentor").order_by("starts_on", "pk"))
    for what in [*training, *mentorships]:
        taken_out = what.starts_on > last_day
        its_last_day = what.finishes_on
        if taken_out:
            what.voided_at = now()
        else:
            what.finishes_on = last_day if is_earlier else last_day_then(what, last_day, left)
        what.save(update_fields=["voided_at", "finishes_on"])
        CutShort.objects.create(
            transfer=transfer,
            training=what if isinstance(what, TrainingPeriod) else None,
            mentorship=what if isinstance(what, Mentorship) else None,
            last_day_before=its_last_day,
            last_day_after=None if taken_out else what.finishes_on,
        )
    return mentorships


def give_back(transfer: Transfer, moving: Placement | None = None) -> None:
    """Give what was cut short the days back that it had, as far as nobody has decided otherwise about it since.

    An early career teacher who has another mentor by now keeps that one, and nothing outlasts its placements. The
    caller has given the placement its own days back, and saved it; or it is still `moving`.
    """
    rows = transfer.cut_short.select_related("training__placement", "mentorship__ect", "mentorship__mentor")
    for row in sorted(rows, key=lambda row: row.last_day_after is not None):  # first what was taken out: it came later
        what = row.training or row.mentorship
        assert what is not None  # noqa: S101 - a constraint keeps it
        if is_still_as_cut(row, what) and not is_taken(what):
            what.finishes_on = last_day_then(what, row.last_day_before, moving)
            what.voided_at = None
            if its_placements_are_there(what) and (what.finishes_on is None or what.finishes_on >= what.starts_on):
                what.save(update_fields=["voided_at", "finishes_on"])
        row.delete()


def outlasts(last_day: date) -> Q:
    return Q(finishes_on=None) | Q(finishes_on__gt=last_day)


def follow_the_last_day(left: Placement, before: date | None) -> None:
    """Let what has begun since the transfer go along with the last day, which was `before`: nothing outlasts the
    placement, and its training goes on as long. The caller has given back what was cut short, and saved the placement.
    """
    last_day = left.finishes_on
    if last_day:
        together = Mentorship.objects.in_force().filter(Q(ect=left) | Q(mentor=left))
        for rows in (left.training.in_force(), together):
            rows.filter(starts_on__gt=last_day).update(voided_at=now())
            rows.filter(outlasts(last_day)).update(finishes_on=last_day)
    last = left.training.in_force().order_by("-starts_on").first()
    if last and before and last.finishes_on == before:
        last.finishes_on = last_day
        last.save(update_fields=["finishes_on"])


def is_still_as_cut(row: CutShort, what: TrainingPeriod | Mentorship) -> bool:
    if row.last_day_after is None:
        return what.voided_at is not None
    return what.voided_at is None and what.finishes_on == row.last_day_after


def its_placements_are_there(what: TrainingPeriod | Mentorship) -> bool:
    """Whether nobody has been removed since, nor begins later now."""
    inside = [what.placement] if isinstance(what, TrainingPeriod) else [what.ect, what.mentor]
    return all(each.voided_at is None and each.starts_on <= what.starts_on for each in inside)


def beside(what: TrainingPeriod | Mentorship) -> QuerySet[TrainingPeriod] | QuerySet[Mentorship]:
    """What excludes it: other training in the placement, other mentors of the early career teacher."""
    if isinstance(what, TrainingPeriod):
        return TrainingPeriod.objects.in_force().filter(placement=what.placement_id).exclude(pk=what.pk)
    return Mentorship.objects.in_force().filter(ect=what.ect_id).exclude(pk=what.pk)


def is_taken(what: TrainingPeriod | Mentorship) -> bool:
    """Whether something else goes on when it begins."""
    there_then = Q(finishes_on=None) | Q(finishes_on__gte=what.starts_on)
    return beside(what).filter(there_then, starts_on__lte=what.starts_on).exists()


def last_day_then(
    what: TrainingPeriod | Mentorship, wanted: date | None, moving: Placement | None = None
) -> date | None:
    """The last day that is wanted, unless something else has begun since, or one of its placements ends earlier; the
    one that is `moving` does not count.
    """
    inside = [what.placement] if isinstance(what, TrainingPeriod) else [what.ect, what.mentor]
    ends = [wanted, *(each.finishes_on for each in inside if each != moving)]
    later = beside(what).filter(starts_on__gt=what.starts_on).order_by("starts_on").first()
    if later:
        ends.append(later.starts_on - timedelta(days=1))
    return min((day for day in ends if day), default=None)
