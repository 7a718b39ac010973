from pathlib import Path
from typing import Any

from manage_training.domain.schools.import_contacts import import_contacts
from manage_training.domain.schools.register import Outcome, Progress
from manage_training.integrations.school_register.management.showing import THE_COMMAND, ImportCommand
from manage_training.integrations.school_register.small_files import SchoolContacts


class Command(ImportCommand):
    help = (
        "Import the addresses of schools, which the public register leaves out, from a file with the columns URN, "
        "MainEmail, AlternativeEmail and HeadteacherEmail. Schools that it does not name keep theirs."
    )

    def take_in(self, path: Path, told: Progress, options: dict[str, Any]) -> Outcome:
        return import_contacts(SchoolContacts(path), by=THE_COMMAND, progress=told)
