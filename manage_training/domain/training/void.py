"""Taking back what was a mistake: it leaves every rule, and stays in history."""

from manage_training.domain.clock import now
from manage_training.domain.training.models import Mentorship, Placement


def void_training(placement: Placement) -> None:
    """The training in a placement, in the caller's transaction."""
    placement.training.in_force().update(voided_at=now())


def void(placement: Placement) -> None:
    """A placement and all that is in it, in the caller's transaction, which has locked it."""
    void_training(placement)
    for together in (placement.mentors, placement.mentees):
        together.in_force().update(voided_at=now())
    placement.voided_at = now()
    placement.version += 1
    placement.save(update_fields=["voided_at", "version"])


def void_mentorship(together: Mentorship) -> None:
    """One mentorship, in the caller's transaction, which has locked both placements."""
    together.voided_at = now()
    together.save(update_fields=["voided_at"])
