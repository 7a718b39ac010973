"""The school that somebody leaves says that this is a mistake: nothing changes, and somebody at DfE looks at it."""

from django.db import models, transaction

from manage_training.domain.accounts.models import User
from manage_training.domain.cases.models import Case
from manage_training.domain.cases.open_case import is_open, open_case
from manage_training.domain.events.actor import ANOTHER_SCHOOL, Actor
from manage_training.domain.events.record import record
from manage_training.domain.refusal import Refusal
from manage_training.domain.training.models import Transfer
from manage_training.domain.training.tell_what_became_of_transfer import tell_that_it_is_doubted
from manage_training.domain.training.transfer import locked_transfer

THE_CASE = "transfer_is_a_mistake"


class WhyAMistake(models.TextChoices):
    """What both schools read; whatever else is written goes to DfE only."""

    STAYS = "stays", "They are not leaving"
    LATER = "later", "They leave later than the other school says"
    SOMEBODY_ELSE = "somebody_else", "It must be somebody else who moves"
    OTHER = "other", "Another reason"


@transaction.atomic
def say_transfer_is_a_mistake(done: Transfer, reason: WhyAMistake, words: str = "", *, by: Actor) -> Case:
    """Put it before a person at DfE that somebody does not move, with why; both schools see that, and are told.

    It changes nothing else. Raises `Refusal`, with words for the person, where that is so already or nobody moves.
    Rule V10.
    """
    done = locked_transfer(done)
    left, joined = done.left, done.joined
    if done.undone_at or left.voided_at or not done.leaves:
        raise Refusal(f"{left.teacher} does not move to another school any more. Look at their record again.")
    if is_open(THE_CASE, about(done)):
        raise Refusal(
            "You have told us already that this is a mistake. The Department for Education finds out with both schools."
        )
    tutor = User.objects.filter(pk=by.id).first() if by.kind == "user" and by.id else None
    case = open_case(
        THE_CASE,
        about=about(done),
        words=f"{reason.label}. {words}".strip(),
        reply_to=tutor.email if tutor else "",
        by=by,
    )
    record("transfer_called_a_mistake", about=left, by=by, school=left.school_id, reason=str(reason))
    record(
        "transfer_doubted_by_another_school",
        about=joined,
        by=ANOTHER_SCHOOL,
        school=joined.school_id,
        reason=str(reason),
    )
    tell_that_it_is_doubted(done, case, reason.label)
    return case


def about(done: Transfer) -> str:
    """The transfer, as its case names it."""
    return f"transfer {done.pk}"


def case_about(done: Transfer) -> Case | None:
    """What the school they leave has said against it last, while somebody at DfE looks at it."""
    return Case.objects.filter(kind=THE_CASE, about=about(done), closed_at=None).first()
