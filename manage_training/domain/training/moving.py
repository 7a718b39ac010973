"""Who moves from one school to another: what is known here of somebody whom another school has registered."""

from collections.abc import Iterable
from dataclasses import dataclass

from manage_training.domain.clock import today
from manage_training.domain.schools.models import School
from manage_training.domain.teachers.models import EarlyRollOutMentor, Teacher
from manage_training.domain.training.change_of_person import has_left
from manage_training.domain.training.models import Placement, Role, TrainingPeriod


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

    @property
    def still_there(self) -> bool:
        """Whether they are still there, or will be: then a mentor can mentor at both schools."""
        return not has_left(self.last, today())


def who_moves(trns: Iterable[str], to: School) -> Moving | None:
    """What is known of whoever has one of these confirmed TRNs; None where no school has registered them, or only `to`.

    Where they are now counts before where they were, and being an early career teacher before mentoring. One who left
    `to` itself may come back to it. Rule V1.
    """
    everywhere = Placement.objects.in_force().filter(teacher__trn__in=list(trns)).select_related("teacher", "school")
    known = list(everywhere.order_by("starts_on", "pk"))
    from_elsewhere = [each for each in known if each.school_id != to.pk or has_left(each, today())]
    last = latest([each for each in from_elsewhere if not has_left(each, today())]) or latest(from_elsewhere)
    if last is None:
        return None
    periods = last.training.in_force().select_related(
        "year", "partnership__lead_provider", "partnership__delivery_partner", "lead_provider", "delivery_partner"
    )
    return Moving(
        last.teacher,
        last,
        periods.select_related("materials").order_by("-starts_on").first(),
        len({each.school_id for each in from_elsewhere if each.role == last.role and not has_left(each, today())}),
    )


def latest(placements: list[Placement]) -> Placement | None:
    """The one that began last, of the early career teacher's if there are any."""
    ects = [each for each in placements if each.role == Role.ECT]
    return (ects or placements)[-1] if placements else None


def role_of(trns: Iterable[str], to: School) -> Role | None:
    """In which role somebody moves; None where nobody has registered them."""
    moving = who_moves(trns, to)
    return moving.role if moving else None
