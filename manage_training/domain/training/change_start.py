"""Another first day at a school, and what moves with it: the year, the training, the mentorships. Rule T52."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.clock import now, today
from manage_training.domain.dates import words
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.record import record
from manage_training.domain.partnerships.live import live_partnership
from manage_training.domain.refusal import Refusal
from manage_training.domain.training.begin_again import begin_again
from manage_training.domain.training.change_of_person import open_to_change, save_changed, tell_the_teacher
from manage_training.domain.training.may_register import refuse_a_year_without_training
from manage_training.domain.training.models import Mentorship, Placement, Role, TrainingPeriod, Transfer
from manage_training.domain.training.starts import YearOfStart, check_start


@dataclass(frozen=True)
class Move:
    """A training period or mentorship, and its first day then; None where nothing is left of it."""

    what: TrainingPeriod | Mentorship
    starts_on: date | None


@dataclass(frozen=True)
class Plan:
    """What another first day does. Nothing has moved yet."""

    placement: Placement
    starts_on: date
    start: YearOfStart
    training: list[Move]
    mentorships: list[Move]
    year_before: int | None
    changes_year: bool

    @property
    def in_words(self) -> list[str]:
        """What else moves, in sentences for who has to confirm it."""
        said = [f"Their academic year is {self.start.explains}."]
        if self.year_before and self.year_before != self.start.year:
            said = [f"They began in {self.year_before} to {self.year_before + 1} and stay in that year."]
        if self.changes_year:
            said = [
                f"Their academic year changes from {self.year_before} to {(self.year_before or 0) + 1} to "
                f"{self.start.explains}. They are trained as your school trains people of that year."
            ]
        if moved := [move.starts_on for move in self.training if move.starts_on]:
            said.append(f"Their training begins on {words(min(moved))}.")
        for move in self.mentorships:
            together = move.what
            assert isinstance(together, Mentorship)  # noqa: S101 - those of the list are
            who = f"{together.mentor.teacher} mentors {together.ect.teacher}"
            if move.starts_on is None:
                said.append(f"That {who} is taken out, as it ended before.")
            else:
                said.append(f"{who} from {words(move.starts_on)}, not from {words(together.starts_on)}.")
        return said


def plan(placement: Placement, starts_on: date) -> Plan:
    """What would change with another first day. Raises `Refusal` for a day that cannot be one."""
    start = check_start(placement.school, starts_on, today())
    came_from_elsewhere = Transfer.objects.filter(joined=placement, undone_at=None).exists()
    if not came_from_elsewhere:
        refuse_a_year_without_training(start, placement.school)
    if placement.finishes_on and starts_on > placement.finishes_on:
        raise Refusal(
            f"{placement.teacher} leaves on {words(placement.finishes_on)}. Enter that day or an earlier one",
            field="starts_on",
        )
    refuse_two_places(placement, starts_on)
    periods = list(TrainingPeriod.objects.in_force().filter(placement=placement).order_by("starts_on"))
    year_before = periods[0].year_id if periods else placement.year_id
    # Then the year is that of where they began (rule V2).
    keeps_year = came_from_elsewhere or any(period.lead_provider_id for period in periods)
    return Plan(
        placement,
        starts_on,
        start,
        moved(periods, placement.starts_on, starts_on),
        moved_mentorships(placement, starts_on),
        year_before,
        changes_year=year_before is not None and year_before != start.year and not keeps_year,
    )


def refuse_two_places(placement: Placement, starts_on: date) -> None:
    """Nobody begins here before they have left where they were (rule T3)."""
    others = Placement.objects.in_force().exclude(pk=placement.pk)
    others = others.filter(teacher=placement.teacher_id, role=placement.role)
    if placement.role == Role.MENTOR:
        others = others.filter(school=placement.school_id)
    others = others.filter(Q(finishes_on=None) | Q(finishes_on__gte=starts_on), starts_on__lt=placement.starts_on)
    if last := others.order_by("-starts_on").first():
        until = f"until {words(last.finishes_on)}. Enter a later date" if last.finishes_on else "still"
        raise Refusal(f"{placement.teacher} was at their last school {until}", field="starts_on")


def moved(periods: list[TrainingPeriod], before: date, starts_on: date) -> list[Move]:
    """The periods that do not stay as they are: the first goes with the placement, what ended before is gone."""
    moves = []
    for period in periods:
        if period.finishes_on and period.finishes_on < starts_on:
            moves.append(Move(period, None))
        elif period.starts_on < starts_on or (period.starts_on == before and before != starts_on):
            moves.append(Move(period, starts_on))
    return moves


def moved_mentorships(placement: Placement, starts_on: date) -> list[Move]:
    """Those that cannot begin as they did, and the teacher's first one, which goes with them where it can."""
    of_theirs = Mentorship.objects.in_force().filter(Q(ect=placement) | Q(mentor=placement))
    moves = []
    for together in of_theirs.select_related("ect__teacher", "mentor__teacher").order_by("starts_on", "pk"):
        if together.finishes_on and together.finishes_on < starts_on:
            moves.append(Move(together, None))
        elif together.starts_on < starts_on:
            moves.append(Move(together, starts_on))
        elif together.ect_id == placement.pk and together.starts_on == placement.starts_on:
            earliest = max(starts_on, together.mentor.starts_on)
            if earliest != together.starts_on:
                moves.append(Move(together, earliest))
    return moves


@transaction.atomic
def change_start(placement: Placement, starts_on: date, *, by: Actor, seen: int | None = None) -> Placement:
    """Correct the first day of somebody at a school, and tell them. What else moves is what `plan` says.

    Raises `Refusal`, with words for the person; nothing has changed then.
    """
    (placement,) = open_to_change(placement, seen=seen)
    if starts_on == placement.starts_on:
        return placement
    changes = plan(placement, starts_on)
    before = placement.starts_on
    placement.starts_on = starts_on
    if placement.year_id and changes.changes_year:
        placement.year_id = changes.start.year
    save_changed(placement, "starts_on", "year")
    for move in [*changes.training, *changes.mentorships]:
        make(move)
    if changes.changes_year:
        move_to_year(placement, changes)
    record(
        "person_start_changed",
        about=placement,
        by=by,
        school=placement.school_id,
        before=before.isoformat(),
        starts_on=starts_on.isoformat(),
        year=changes.start.year if changes.changes_year else changes.year_before,
    )
    tell_the_teacher(placement, "start date", words(starts_on))
    return placement


def make(move: Move) -> None:
    if move.starts_on is None:
        move.what.voided_at = now()
    else:
        move.what.starts_on = move.starts_on
    move.what.save(update_fields=["starts_on", "voided_at"])


def move_to_year(placement: Placement, changes: Plan) -> None:
    """Void the training of the year before and let it begin again as the school trains people of the new one."""
    answers = changes.start.school_year
    assert answers is not None  # noqa: S101 - refused before
    funded = answers.programme == Programme.FULL_INDUCTION
    begin_again(
        placement.training.in_force().order_by("starts_on"),
        changes.starts_on,
        year=answers.year,
        programme=answers.programme,
        partnership=live_partnership(placement.school, answers.year) if funded else None,
        materials=answers.materials,
    )
