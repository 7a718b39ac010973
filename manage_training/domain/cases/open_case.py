from manage_training.domain.cases.models import Case
from manage_training.domain.clock import now
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.record import record
from manage_training.domain.schools.models import School


def open_case(kind: str, *, school: School | None = None, words: str = "", reply_to: str = "", by: Actor) -> Case:
    """Put something before a person at the Department for Education, in the caller's transaction.

    `kind` says what it is about ("contact_address", ...), `words` what somebody wrote, `reply_to` where to answer them.
    """
    case = Case.objects.create(kind=kind, school=school, words=words, reply_to=reply_to, opened_at=now())
    record("case_opened", about=case, by=by, school=school.pk if school else None, kind_of_case=kind)
    return case
