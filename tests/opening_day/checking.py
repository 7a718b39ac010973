"""Compares what the service has answered for with what is in its database, and with what its carrier was handed."""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from manage_training.domain.events.models import Event
from manage_training.domain.messages.models import Message, State
from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.training.models import Placement
from manage_training.journeys.models import Draft
from tests.opening_day.tutors import Told

AT_ONCE = 500


def what_is_lost(told: list[Told], year: int) -> list[str]:
    """A line for each thing that was acknowledged and is not there, or is there twice."""
    lost: list[str] = []
    for first in range(0, len(told), AT_ONCE):
        lost += lost_of(told[first : first + AT_ONCE], year)
    return lost


def lost_of(told: list[Told], year: int) -> list[str]:
    users = [each.user for each in told]
    in_ = set(Event.objects.filter(kind="signed_in", actor_id__in=users).values_list("actor_id", flat=True))
    urns = [each.urn for each in told]
    set_up = set(SchoolYear.objects.filter(year=year, school__urn__in=urns).values_list("school__urn", flat=True))
    added = Counter(
        Placement.objects.in_force()
        .filter(teacher__trn__in=[each.added for each in told if each.added])
        .values_list("school__urn", "teacher__trn")
    )
    drafts = Draft.objects.in_bulk([draft for each in told for draft in each.answers])
    kept = {str(pk): draft for pk, draft in drafts.items()}
    lost = []
    for each in told:
        if each.signed_in and each.user not in in_:
            lost.append(f"user {each.user} signed in, and no event says so")
        if each.set_up and each.urn not in set_up:
            lost.append(f"school {each.urn} set up its year, and it is not there")
        if each.added and (times := added[each.urn, each.added]) != 1:
            lost.append(f"school {each.urn} added somebody, who is there {times} times")
        for pk, typed in each.answers.items():
            lost += [f"draft {pk} {what}" for what in lost_of_draft(kept.get(pk), pk in each.submitted, typed)]
    return lost


def lost_of_draft(draft: Draft | None, submitted: bool, typed: dict[str, str]) -> list[str]:
    if draft is None:
        return ["is not there"]
    if draft.submitted_at:
        return []  # the rows hold its answers now
    if submitted:
        return ["was submitted, and is not"]
    there: dict[str, list[str]] = {}
    for entry in draft.answers.values():
        there |= entry["typed"]
    return [f"has lost the answer to {name}" for name, words in typed.items() if there.get(name) != [words]]


def what_went_wrong_with_messages(since: datetime, ledger: Path) -> list[str]:
    """A line for each message since then that was not handed over, or more than once."""
    handed: Counter[int] = Counter()
    if ledger.exists():
        handed.update(json.loads(line)["message"] for line in ledger.read_text().splitlines())
    since_then: Iterable[tuple[int, str, str]] = Message.objects.filter(created_at__gte=since).values_list(
        "pk", "kind", "state"
    )
    return [
        f"message {pk} ({kind}) is {state} and was handed over {handed[pk]} times"
        for pk, kind, state in since_then
        if handed[pk] != 1 or state != State.SENT
    ]


def ages_of_sign_in_messages(since: datetime, until: datetime) -> list[float]:
    """Seconds from asking to handed over, of those asked for within that time."""
    asked = Message.objects.filter(kind="sign_in", created_at__gte=since, created_at__lt=until, sent_at__isnull=False)
    return [(sent - created).total_seconds() for created, sent in asked.values_list("created_at", "sent_at")]
