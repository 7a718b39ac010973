"""What the dashboard says of a provider's report: until when it can be called wrong, or undone. Rules B6 and B12."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, JSONField, OuterRef, Subquery
from django.db.models.functions import JSONObject

from manage_training.domain.clock import london_date
from manage_training.domain.partnerships.challenge import UNDONE_WITHIN
from manage_training.domain.partnerships.models import Challenge, Partnership


@dataclass(frozen=True)
class Reported:
    """Who reported the school, until when it can say that this is wrong, or take back that it has."""

    name: str = ""
    tell_us_by: date | None = None
    undo_by: date | None = None


NOBODY_REPORTED = Reported()


def latest_challenge_of_year(school: int) -> Subquery:
    """The last thing that a school called wrong in a year, and has neither taken back nor had another report after, to
    annotate a query of years with.
    """
    after = Partnership.objects.filter(
        school=school, year=OuterRef("partnership__year"), pk__gt=OuterRef("partnership")
    )
    said = Challenge.objects.filter(
        ~Exists(after), partnership__school=school, partnership__year=OuterRef("pk"), undone_at=None
    )
    as_json = JSONObject(at="at", provider="partnership__lead_provider__name")
    return Subquery(said.order_by("-pk").values(said=as_json)[:1], output_field=JSONField())


def reported_in(year: Mapping[str, Any], today: date) -> Reported:
    """What there is to say of a year, of which `known_of_each_year` in `training/dashboard.py` tells."""
    if live := year["live__lead_provider__name"]:
        last_day = year["live__challenge_by"]
        return Reported(live, tell_us_by=last_day if last_day and today <= last_day else None)
    if said := year["challenged"]:
        last_day = london_date(datetime.fromisoformat(said["at"])) + UNDONE_WITHIN
        return Reported(said["provider"], undo_by=last_day if today <= last_day else None)
    return NOBODY_REPORTED
