"""Who moves from one school to another: what is known here of somebody whom another school has registered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from manage_training.domain.clock import today
from manage_training.domain.schools.models import School
from manage_training.domain.teachers.models import EarlyRollOutMentor, Teacher
from manage_training.domain.training.change_of_person import has_left
from manage_training.domain.training.models import WHO_TRAINS, Placement, Role, TrainingPeriod


@dataclass(frozen=True)
class Moving:
    """Somebody who has started their training or mentoring already, seen from the school they join."""

    teacher: Teacher
    last: Placement  # where they are or were last; of a mentor, where else
    training: TrainingPeriod | None  # the last they have there
    others: int  # schools at which a mentor mentors now, besides the one they join

    @property
    def role(self) -> Role:
        return Role(self.last.role)

    @property
    def is_ect(self) -> bool:
        return self.role == Role.ECT

    @property
    def year(self) -> int | None:
        """The start of the year that their training belongs to, wherever they go (rule V2); None where nobody knows."""
        return self.training.year_id if self.training else self.last.year_id

    @property
    def trained_before(self) -> bool:
        """A mentor who mentors without training again."""
        early = EarlyRollOutMentor.objects.filter(trn=self.teacher.trn)
        return not self.is_ect and self.training is None and (self.last.year_id is not None or early.exists())

    def stays_beyond(self, day: date) -> bool:
        """Whether they are where they come from on a day or later, as far as that school has said."""
        return self.last.finishes_on is None or self.last.finishes_on >= day


def who_moves(trns: Iterable[str], to: School) -> Moving | None:
    """What is known of whoever has one of these confirmed TRNs; None where no school has registered them, or only `to`.

    Where they are now counts before where they were, and being an early career teacher before mentoring. One who left
    `to` itself may come back to it. Rules V1 and V2.
    """
    from_elsewhere = elsewhere(placements_of(trns), to)
    last = latest_of(from_elsewhere)
    if last is None:
        return None
    periods = TrainingPeriod.objects.in_force().filter(placement=last).select_related(*WHO_TRAINS)
    return Moving(
        last.teacher,
        last,
        periods.order_by("-starts_on").first(),
        len({each.school_id for each in from_elsewhere if each.role == last.role and not has_left(each, today())}),
    )


def placements_of(trns: Iterable[str]) -> list[Placement]:
    everywhere = Placement.objects.in_force().filter(teacher__trn__in=list(trns)).select_related("teacher", "school")
    return list(everywhere.order_by("starts_on", "pk"))


def elsewhere(placements: list[Placement], to: School) -> list[Placement]:
    """Those at other schools, and those that have ended."""
    return [each for each in placements if each.school_id != to.pk or has_left(each, today())]


def latest_of(placements: list[Placement]) -> Placement | None:
    """The one that began last: of those that go on if there are any, of an early career teacher's if there are any."""
    some = [each for each in placements if not has_left(each, today())] or placements
    some = [each for each in some if each.role == Role.ECT] or some
    return some[-1] if some else None


def role_of(trns: Iterable[str], to: School) -> Role:
    """In which role somebody moves, or is known; that of an early career teacher where nobody has registered them."""
    known = placements_of(trns)
    last = latest_of(elsewhere(known, to)) or latest_of(known)
    return Role(last.role) if last else Role.ECT
