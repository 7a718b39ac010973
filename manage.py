#!/usr/bin/env python
"""Django's commands, with a database under them: that of `DATABASE_URL`, else the embedded one of `DATA_DIR`."""

import os
import sys
from contextlib import nullcontext

NEED_NO_DATABASE = {"collectstatic", "compilemessages", "diffsettings", "help", "run"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "manage_training.config.settings")
    from django.conf import settings
    from django.core.management import execute_from_command_line
    from environs import EnvError

    from manage_training.serving.embedded_postgres import EmbeddedPostgres

    try:
        database_url = settings.DATABASE_URL
    except EnvError as fault:
        raise SystemExit(f"Not started: {fault}. docs/operations.md says what each setting takes.") from None
    no_database = len(sys.argv) < 2 or sys.argv[1] in NEED_NO_DATABASE or "--help" in sys.argv
    embedded = None if database_url else EmbeddedPostgres(settings.DATA_DIR)
    with nullcontext() if no_database or embedded is None else embedded.in_use():
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
