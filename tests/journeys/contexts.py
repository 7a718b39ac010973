"""What each journey starts with, so that the tests of every journey can walk it. A new journey adds its row here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from manage_training.domain.organisations.models import Kind
from manage_training.domain.programmes.offer import programmes_for
from tests.factories.accounts import a_tutor
from tests.factories.invitations import an_invitation
from tests.factories.organisations import an_appropriate_body, some_materials
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school
from tests.factories.years import a_year, an_open_year


@dataclass(frozen=True)
class Start:
    """A journey's context, with rows made for it; and answers worth trying, by field, where any text will not do."""

    context: Callable[[], dict[str, Any]]
    worth_trying: Mapping[str, Sequence[str]] = field(default_factory=dict)


TRNS = {"trn": ["1000001", "1000002", "1000003", "12a"]}  # already here, two who are not, and none


def a_year_to_set_up() -> dict[str, Any]:
    """A school and a year with something of each kind to choose."""
    for kind in Kind:
        an_appropriate_body(f"{kind.label} of Thornwick", kind=kind)
    some_materials()
    school, year = a_school(), a_year(2022)
    offered = programmes_for(school, year)
    return {"school": school, "year": year, "year_start": 2022, "year_name": str(year), "offered": offered, "seen": 0}


def a_year_to_change() -> dict[str, Any]:
    """The same, with the school's answers for that year."""
    start = a_year_to_set_up()
    return start | {"school_year": a_school_year(start["school"], year=2022), "seen": 1, "people": 3}


def an_answered_invitation() -> dict[str, Any]:
    an_open_year()
    invitation = an_invitation()
    return {"invitation": invitation, "school": invitation.school}


def one_of_two_tutors() -> dict[str, Any]:
    school = a_school()
    for _ in range(2):
        a_tutor(at=school)
    return {"school": school, "only": None}


STARTS: dict[str, Start] = {
    "sample": Start(lambda: {"school": a_school(), "year": a_year(2022)}, TRNS),
    "other": Start(lambda: {"school": a_school()}, TRNS),
    "single": Start(lambda: {"school": a_school()}),
    "first-registration": Start(an_answered_invitation),
    "choose-programme": Start(a_year_to_set_up),
    "change-programme": Start(a_year_to_change),
    "change-materials": Start(a_year_to_change),
    "change-appropriate-body": Start(a_year_to_change),
    "change-tutor": Start(one_of_two_tutors),
}
