"""What is still to do for somebody, and by whom: their checklist, and its first line in the list. Rule T42."""

from datetime import date
from typing import NamedTuple

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.training.state import WAITS_FOR_INDUCTION, Facts, Standing, State, without_provider

YOUR_SCHOOL = "Your school"


class ToDo(NamedTuple):
    """One line of the checklist. `on` is the day it was done, where that is known."""

    words: str
    owner: str
    done: bool
    on: date | None = None


# Nothing is left to do for whoever is not in training any more, or may not be.
OVER = {State.LEFT, State.WITHDRAWN, State.COMPLETED, State.NOT_ELIGIBLE}
WITH_PROVIDER = {Programme.FULL_INDUCTION}


def whats_next(
    facts: Facts,
    *,
    registered_on: date | None = None,
    body_since: date | None = None,
    provider_since: date | None = None,
) -> list[ToDo]:
    """The checklist of somebody, in the order in which it is done: of an early career teacher six lines, fewer of a
    mentor. The days that no placement holds are the caller's to find.
    """
    registered = ToDo("Registered with this service", YOUR_SCHOOL, True, registered_on)
    provider = ToDo(
        "Training provider confirmed",
        facts.lead_provider or "The training provider you have chosen",
        not without_provider(facts),
        provider_since,
    )
    with_provider = [provider] if facts.lead_provider or facts.programme in WITH_PROVIDER else []
    if not facts.is_ect:
        return [registered, *with_provider]

    record = facts.record or {}
    mentor_since = date.fromisoformat(facts.mentor["since"]) if facts.mentor else None
    body = facts.appropriate_body or "Your appropriate body"
    induction = record.get("induction")
    return [
        registered,
        ToDo("Mentor assigned", YOUR_SCHOOL, facts.mentor is not None, mentor_since),
        ToDo("Appropriate body chosen", YOUR_SCHOOL, facts.appropriate_body is not None, body_since),
        ToDo(
            "Induction registered by the appropriate body",
            body,
            induction is not None and induction not in WAITS_FOR_INDUCTION,
            day_in(record.get("induction_started_on")),
        ),
        *with_provider,
        ToDo(
            "QTS seen on the teaching record",
            "The teacher and whoever trained them to teach",
            record.get("qts_since") is not None,
            day_in(record.get("qts_since")),
        ),
    ]


REGISTER_INDUCTION = "Register the induction with the appropriate body"
WAIT_FOR_QTS = "Wait for QTS on the teaching record"
# What the list says of whatever is not done, so that its owner is clear in a few words.
NEXT = {
    "Mentor assigned": "Assign a mentor",
    "Appropriate body chosen": "Choose an appropriate body",
    "Induction registered by the appropriate body": REGISTER_INDUCTION,
    "Training provider confirmed": "Choose a training provider, which will confirm it with us",
    "QTS seen on the teaching record": WAIT_FOR_QTS,
}


def next_step(facts: Facts, standing: Standing) -> str:
    """The one thing to do next for somebody; empty where there is nothing."""
    if standing.state == State.TO_BE_CHECKED:
        return "We check their details"
    if standing.state in OVER:
        return ""
    to_do = [NEXT[line.words] for line in whats_next(facts) if not line.done]
    if WAIT_FOR_QTS in to_do and REGISTER_INDUCTION in to_do:
        to_do.remove(REGISTER_INDUCTION)  # nobody starts induction before they are qualified
    return to_do[0] if to_do else ""


def day_in(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
