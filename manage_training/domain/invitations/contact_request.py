from django.db import transaction

from manage_training.domain.cases.open_case import open_case
from manage_training.domain.events.actor import Actor
from manage_training.domain.schools.models import School


@transaction.atomic
def ask_for_another_contact(school: School, *, name: str, email: str, message: str, by: Actor) -> None:
    """Keep as a case what somebody wrote whose school we cannot reach by the address on the register (rule I9)."""
    open_case("contact_address", school=school, words=f"{name} wrote:\n\n{message}", reply_to=email, by=by)
