"""The privacy notice: its versions are files beside this module, published once and accepted by everybody who signs in.

Rule A9. A text that has been published is never changed, because people have accepted it: a new file is a new version.
The first number goes up when people have to be asked again, the second when only the wording is better.
"""

from pathlib import Path

from django.db import transaction

from manage_training.domain.accounts.models import Acceptance, PrivacyNotice, User
from manage_training.domain.clock import now
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.record import record

TEXTS = Path(__file__).parent / "privacy_notices"


class PublishedTextChanged(Exception):
    """A file differs from what people have accepted under its version."""


@transaction.atomic
def publish_all(folder: Path = TEXTS) -> list[PrivacyNotice]:
    """Publish every version that is not yet published, the oldest first, and return those.

    Raises `PublishedTextChanged` and publishes nothing where the text of a published version differs from its file.
    """
    published = {(notice.major, notice.minor): notice.text for notice in PrivacyNotice.objects.all()}
    new = []
    for version, text in sorted(texts_in(folder)):
        if version not in published:
            major, minor = version
            new.append(PrivacyNotice.objects.create(major=major, minor=minor, text=text, published_at=now()))
        elif published[version] != text:
            name = ".".join(map(str, version))
            raise PublishedTextChanged(
                f"Version {name} has been published with another text. Give the new text a new version."
            )
    return new


def texts_in(folder: Path) -> list[tuple[tuple[int, int], str]]:
    texts = []
    for file in folder.glob("*.txt"):
        major, _, minor = file.stem.partition(".")
        texts.append(((int(major), int(minor)), file.read_text(encoding="utf-8")))
    return texts


def current_notice() -> PrivacyNotice | None:
    """The newest version, or None while none is published."""
    return PrivacyNotice.objects.order_by("-major", "-minor").first()


@transaction.atomic
def accept(notice: PrivacyNotice, user: User, by: Actor) -> Acceptance:
    """Remember that somebody read and accepted a version; twice is once."""
    acceptance, is_new = Acceptance.objects.get_or_create(user=user, notice=notice, defaults={"at": now()})
    if is_new:
        record("privacy_notice_accepted", about=user, by=by, notice=str(notice))
    return acceptance
