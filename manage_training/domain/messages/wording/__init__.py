"""Every message of the service: its subject, its text and the link it asks to follow, by topic in the files beside this.

Texts are plain. `{name}` stands for a value that the sender gives; `{link}`, `{code}`, `{support}` and `{service}` are
put in at sending. A link stands alone on its line, is the only one, and comes before whatever else the text asks.
Rules M1 and M2 in docs/rules/messages.md; what each sender must give is checked by `send` and by a test of all senders.
"""

from manage_training.domain.messages.wording import (
    accounts,
    campaigns,
    nominating,
    partnerships,
    people,
    school_years,
    transfers,
    transfers_to_providers,
)
from manage_training.domain.messages.wording.kinds import LONGEST_WAIT, Lane, Wording

__all__ = ["FOOTER", "LONGEST_WAIT", "WORDING", "Lane", "Wording"]

# Below every text, so that nobody who got it by mistake is left alone with it.
FOOTER = """

If you need help, or this email is not meant for you, write to {support}

{service}
"""

WORDING: dict[str, Wording] = {
    **nominating.WORDING,
    **accounts.WORDING,
    **school_years.WORDING,
    **people.WORDING,
    **transfers.WORDING,
    **transfers_to_providers.WORDING,
    **partnerships.WORDING,
    **campaigns.WORDING,
}
