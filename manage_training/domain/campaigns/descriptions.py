"""Which campaigns can be sent. Each is data: what it asks, whom it writes to, and for which schools. Rule C1."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from manage_training.domain.campaigns.audience import Audience, refuse_what_is_no_audience
from manage_training.domain.campaigns.models import Addressee, Asks
from manage_training.domain.refusal import Refusal

FILE = Path(__file__).with_name("campaigns.toml")


@dataclass(frozen=True)
class Description:
    name: str
    asks: Asks
    writes_to: list[Addressee]
    audience: Audience


@cache
def descriptions() -> dict[str, Description]:
    return read(FILE.read_text(encoding="utf-8"))


def read(text: str) -> dict[str, Description]:
    """The descriptions in a text, by name. Raises `Refusal` for an audience that cannot be."""
    found = {
        name: Description(
            name, Asks(facts["asks"]), [Addressee(each) for each in facts["writes_to"]], facts["audience"]
        )
        for name, facts in tomllib.loads(text).items()
    }
    for each in found.values():
        refuse_what_is_no_audience(each.audience)
    return found


def description(name: str) -> Description:
    """The campaign that goes by this name. Raises `Refusal`, which lists those there are, for any other."""
    if name not in descriptions():
        raise Refusal(f"No campaign is called {name}. There are: {', '.join(descriptions())}.")
    return descriptions()[name]
