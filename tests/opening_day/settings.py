"""The settings that the service runs with on its opening day: its own limits, and an outside world that keeps count.

`make opening-day` and every process that it starts read them, so all of them have the same database and the same day.
"""

import os
from pathlib import Path

from manage_training.serving.embedded_postgres import DATABASE, EmbeddedPostgres

DAY = "2026-06-01"  # on which schools could begin to register for 2026 to 2027
os.environ["DEMO"] = "true"
os.environ["PRODUCTION"] = "false"
os.environ.setdefault("PORT", "8400")
os.environ["TODAY"] = DAY
data = Path(os.environ.setdefault("DATA_DIR", "var/opening-day")).resolve()
# A database of the day's own on that server. England stays beside it as it was, for the next time.
OPENING_DAY = "opening_day"
os.environ["DATABASE_URL"] = EmbeddedPostgres(data).url.replace(f"/{DATABASE}?", f"/{OPENING_DAY}?")
# Every tutor comes from an internet address of their own, as a proxy would tell: no limit is lifted.
os.environ["TRUSTED_PROXIES"] = "1"

from manage_training.config.settings import *  # noqa: E402, F403  the lines above are what it reads

EMAIL_SENDER = "tests.opening_day.outside.Carrier"
TEACHING_RECORDS = "tests.opening_day.outside.Records"
RECORDS_ANSWER_AFTER = 0.2  # seconds, as a service elsewhere does
