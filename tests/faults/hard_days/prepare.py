"""Fill the new database: schools with a year set up, a mentor and a tutor who is signed in. Prints who, as JSON.

A process of its own, as a test's own connection is to another database: `python -m tests.faults.hard_days.prepare 10`.
"""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.faults.settings")
django.setup()

from django.conf import settings  # noqa: E402  settings first
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from manage_training.domain.academic_years.years import year_of  # noqa: E402
from manage_training.domain.accounts.privacy import publish_all  # noqa: E402
from manage_training.domain.clock import today  # noqa: E402
from manage_training.domain.schools.models import School  # noqa: E402
from tests.factories.accounts import a_tutor, sign_in  # noqa: E402
from tests.factories.organisations import an_appropriate_body  # noqa: E402
from tests.factories.programmes import a_school_year  # noqa: E402
from tests.factories.schools import a_school  # noqa: E402
from tests.factories.training import a_mentor, a_partnership  # noqa: E402
from tests.factories.years import an_open_year  # noqa: E402


def prepare(schools: int) -> list[dict[str, object]]:
    call_command("migrate", verbosity=0)
    publish_all()
    an_open_year()
    year = year_of(today())
    body = an_appropriate_body()
    those = []
    for number in range(schools):
        school = a_school(f"School {number}")
        those.append(a_team(school, year if number % 4 else None, body))  # every fourth has yet to set up its year
    return those


def a_team(school: School, year: int | None, body: object) -> dict[str, object]:
    tutor = a_tutor(at=school)
    team: dict[str, object] = {"school": school.pk, "urn": school.urn, "year": year_of(today()), "set_up": bool(year)}
    if year:
        a_partnership(school, year=year)
        a_school_year(school, year=year, appropriate_body=body)
        team["mentor"] = a_mentor(at=school, since=today()).pk
    client = sign_in(Client(), tutor)
    return team | {"cookie": client.cookies[settings.SESSION_COOKIE_NAME].value}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(prepare(int(sys.argv[1]))))
