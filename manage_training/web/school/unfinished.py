"""The registrations that a school's team has begun and not finished (rules J8 and T44)."""

from typing import NamedTuple

from manage_training.domain.clock import london_date
from manage_training.domain.dates import words
from manage_training.domain.schools.models import School
from manage_training.journeys.drafts import unfinished_drafts
from manage_training.journeys.models import Draft

REGISTRATIONS = ["add-person", "transfer-in"]  # the journeys at whose end somebody is registered
NOBODY_YET = "Somebody whose name you have not given yet"


class Unfinished(NamedTuple):
    who: str
    touched: str
    expires: str
    url: str

    @property
    def throw_away(self) -> str:
        return f"{self.url}throw-away/"


def unfinished_registrations(school: School) -> list[Unfinished]:
    """For the whole team, the last touched first."""
    drafts = unfinished_drafts(f"school {school.urn}").filter(journey__in=REGISTRATIONS)
    return [unfinished(draft) for draft in drafts]


def unfinished(draft: Draft) -> Unfinished:
    return Unfinished(
        somebody_in(draft) or NOBODY_YET,
        words(london_date(draft.touched_at)),
        words(london_date(draft.expires_at)),
        draft.url,
    )


def somebody_in(draft: Draft) -> str:
    """Whom a draft is about, by the name they go by; empty where it has none yet."""
    values = {name: value for entry in draft.answers.values() for name, value in entry.get("values", {}).items()}
    return str(values.get("called") or values.get("record_name") or "")
