"""The demo's carrier: every e-mail becomes a file, and nothing leaves the machine."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from manage_training.domain.messages.port import Email, TemporaryFailure


@dataclass(frozen=True)
class Letter:
    """One e-mail as it lies in the mailbox, under the name of its file."""

    name: str
    to: str
    subject: str
    body: str
    link: str
    kind: str


class Mailbox:
    """A folder with one JSON file for each e-mail, named so that the same e-mail handed over again changes nothing."""

    per_second = None

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, email: Email, *, again: bool) -> str:
        # The id alone would not do: another database in the same DATA_DIR counts from 1 again.
        name = f"{email.created_at:%Y%m%d%H%M%S%f}-{email.message}"
        letter = {"to": email.to, "subject": email.subject, "body": email.body, "link": email.link, "kind": email.kind}
        finished, half_written = self.folder / f"{name}.json", self.folder / f".{name}.{os.getpid()}"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not finished.exists():
                half_written.write_text(json.dumps(letter, ensure_ascii=False), encoding="utf-8")
                half_written.replace(finished)
        except OSError as fault:
            raise TemporaryFailure(f"the mailbox cannot be written (error {fault.errno})") from fault
        return name

    def newest_first(self, at_most: int) -> list[Letter]:
        """The letters by when they came, whatever the demo's clock said then."""
        came = sorted(((path.stat().st_mtime_ns, path.stem) for path in self.folder.glob("*.json")), reverse=True)
        return [self.read(name) for _, name in came[:at_most]]

    def read(self, name: str) -> Letter:
        """One letter. Raises `FileNotFoundError` where there is none of this name."""
        if not name.replace("-", "").isalnum():
            raise FileNotFoundError(name)
        return Letter(name=name, **json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8")))


def from_settings() -> Mailbox:
    return Mailbox(settings.DATA_DIR / "mailbox")
