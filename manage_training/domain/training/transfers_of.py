"""Where somebody at a school came from, and where they go, as far as that school may know and do something about it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from manage_training.domain.training.correct_last_day import why_not_corrected
from manage_training.domain.training.models import Transfer
from manage_training.domain.training.say_transfer_is_a_mistake import case_about
from manage_training.domain.training.tell_of_transfer import correct_until
from manage_training.domain.training.undo_transfer import why_not_undone


@dataclass(frozen=True)
class Moves:
    """A transfer as one of its two schools sees it (rules V8 to V11)."""

    transfer: Transfer
    joins: bool  # this school, else they leave it
    can_act: bool  # undo it, or correct the last day
    until: date  # the last day on which that is possible
    is_doubted: bool  # the school they leave has said that it is a mistake, and somebody at DfE looks at it


def transfers_of(placement: int) -> list[Moves]:
    """Those that made or end a placement and stand; a mentor who stays at both schools does not leave."""
    both = Transfer.objects.select_related("left__teacher", "left__school", "joined__teacher", "joined__school")
    found = both.filter(Q(joined=placement) | Q(left=placement, leaves=True), undone_at=None).order_by("pk")
    return [
        Moves(
            each,
            joins=each.joined_id == placement,
            can_act=(why_not_undone(each) if each.joined_id == placement else why_not_corrected(each)) is None,
            until=correct_until(each),
            is_doubted=case_about(each) is not None,
        )
        for each in found
        if each.joined_id == placement or each.concerns_two_schools
    ]


def transfer_from(placement: int) -> Transfer | None:
    """The transfer by which somebody leaves."""
    return next((each.transfer for each in transfers_of(placement) if not each.joins), None)


def transfer_to(placement: int) -> Transfer | None:
    """The transfer by which somebody came."""
    return next((each.transfer for each in transfers_of(placement) if each.joins), None)
