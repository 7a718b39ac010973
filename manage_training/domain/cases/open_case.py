from manage_training.domain.cases.models import Case
from manage_training.domain.clock import now
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.record import record
from manage_training.domain.schools.models import School


def open_case(
    kind: str, *, school: School | None = None, about: str = "", words: str = "", reply_to: str = "", by: Actor
) -> Case:
    """Put something before a person at the Department for Education, in the caller's transaction.

    `kind` says what it is about ("contact_address", ...), `words` what somebody wrote, `reply_to` where to answer them.
    `about` names what it is about, "teachers 12 and 15": the database refuses a second one while such a case is open,
    so ask `is_open` first.
    """
    case = Case.objects.create(kind=kind, school=school, about=about, words=words, reply_to=reply_to, opened_at=now())
    record("case_opened", about=case, by=by, school=school.pk if school else None, kind_of_case=kind)
    return case


def is_open(kind: str, about: str) -> bool:
    """Whether somebody has to look at this already."""
    return Case.objects.filter(kind=kind, about=about, closed_at=None).exists()


def close_case(kind: str, about: str, *, outcome: str, by: Actor) -> None:
    """Close the open case about something, if there is one: nobody has to look any more."""
    case = Case.objects.select_for_update().filter(kind=kind, about=about, closed_at=None).first()
    if case:
        case.closed_at, case.outcome = now(), outcome
        case.save(update_fields=["closed_at", "outcome"])
        record("case_closed", about=case, by=by, kind_of_case=kind)
