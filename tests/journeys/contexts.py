"""What each journey starts with, so that the tests of every journey can walk it. A new journey adds its row here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from manage_training.domain.academic_years.years import year_of
from manage_training.domain.clock import today
from manage_training.domain.organisations.models import Kind
from manage_training.domain.programmes.offer import programmes_for
from manage_training.domain.training.models import Role
from tests.factories.accounts import a_tutor, a_user
from tests.factories.invitations import an_invitation
from tests.factories.organisations import an_appropriate_body, some_materials
from tests.factories.partnerships import a_challenge, a_report
from tests.factories.programmes import a_school_year
from tests.factories.schools import a_school
from tests.factories.training import (
    a_mentor,
    a_mentorship,
    a_partnership,
    a_placement,
    a_teacher,
    a_teacher_to_be_checked,
    an_ect,
    training_in,
)
from tests.factories.transfers import moved
from tests.factories.years import a_year, an_open_year, every_year


@dataclass(frozen=True)
class Start:
    """A journey's context, with rows made for it; and answers worth trying, by field, where any text will not do."""

    context: Callable[[], dict[str, Any]]
    worth_trying: Mapping[str, Sequence[str]] = field(default_factory=dict)
    # What it may also start with, for the questions that those answers and this context never meet.
    also: Sequence[Mapping[str, Any]] = ()


# The year of who starts today, and the one before as far back as years go: the journeys work on any day.
YEAR = year_of(today())
LAST_YEAR = max(YEAR - 1, 2021)

SOMEBODY_WE_KNOW = {"email": ["leah@school.example", "known@school.example", "nobody"]}
TRNS = {"trn": ["1000001", "1000002", "1000003", "12a"]}  # already here, two who are not, and none


def a_year_to_set_up() -> dict[str, Any]:
    """A school and a year with something of each kind to choose."""
    for kind in Kind:
        an_appropriate_body(f"{kind.label} of Thornwick", kind=kind)
    some_materials()
    school, year = a_school(), a_year(YEAR)
    offered = programmes_for(school, year)
    return {"school": school, "year": year, "year_start": YEAR, "year_name": str(year), "offered": offered, "seen": 0}


def a_year_to_change() -> dict[str, Any]:
    """The same, with the school's answers for that year."""
    start = a_year_to_set_up()
    return start | {"school_year": a_school_year(start["school"], year=YEAR), "seen": 1}


def a_new_year_to_set_up() -> dict[str, Any]:
    """The same for a school that a provider trained last year, whose pair does not go on."""
    start = a_year_to_set_up()
    hub = an_appropriate_body("Last Year's Hub")
    return start | {
        "offered": start["offered"][:-1],  # that nobody is expected is a question of its own
        "year_in_words": "the next academic year",
        "asks_if_expected": True,
        "provider": "Ambition Institute",
        "partner": "Kings College London",
        "pair_goes_on": False,
        "plans": ["other_provider", "other_partner"],
        "reported_by": "",
        "reported_with": "",
        "body": hub,
        "body_name": str(hub),
    }


def a_year_that_a_provider_reported() -> dict[str, Any]:
    """A school's answers for a year, and who has told us that it trains it."""
    about = {"provider": "Ambition Institute", "partner": "Kings College London", "plans": ["other_provider"]}
    reported = {"reported_by": "Ambition Institute", "reported_with": "Kings College London"}
    more = {"reported_on": "20 June 2022", "write_to": "schools@ambition.example", "wrong_until": "31 October 2022"}
    return a_year_to_change() | about | reported | more | {"now": "Use a training provider, funded by the DfE"}


def an_answered_invitation() -> dict[str, Any]:
    an_open_year()
    a_user("Sam Known", "known@school.example")
    invitation = an_invitation()
    return {"invitation": invitation, "school": invitation.school}


def one_of_two_tutors() -> dict[str, Any]:
    a_user("Sam Known", "known@school.example")
    school = a_school()
    for _ in range(2):
        a_tutor(at=school)
    return {"school": school, "only": None}


def a_school_with_a_mentor() -> dict[str, Any]:
    """A school that is set up, in every open year, and a tutor of it who adds somebody."""
    every_year()
    school = a_school()
    a_school_year(school, year=YEAR)
    for kind in Kind:
        an_appropriate_body(f"{kind.label} of Thornwick", kind=kind)
    a_mentor(at=school, since=date(YEAR, 9, 1))
    tutor = a_tutor(at=school)
    return {"school": school, "user_id": tutor.user_id, "user_email": tutor.user.email, "tab_year": YEAR}


def a_school_that_somebody_joins() -> dict[str, Any]:
    """The same; an ECT of the demo has begun at another school with another provider, and so has a mentor.

    Of another ECT there nobody knows the year.
    """
    start = a_school_with_a_mentor()
    if LAST_YEAR < YEAR:
        a_school_year(start["school"], year=LAST_YEAR)
    beacon = a_school()
    a_placement(a_teacher(trn="9100002"), at=beacon, role=Role.ECT, since=date(LAST_YEAR, 9, 1))
    a_partnership(beacon, year=LAST_YEAR)
    for trn, role in (("9100001", Role.ECT), ("9100012", Role.MENTOR)):
        begun = a_placement(a_teacher(trn=trn), at=beacon, role=role, since=date(LAST_YEAR, 9, 1))
        training_in(begun, partnership=beacon.partnerships.get())
    return start


def somebody_who_moves() -> dict[str, Any]:
    """An early career teacher who leaves one school for another."""
    every_year()
    beacon, acme = a_school(), a_school()
    a_school_year(acme, year=YEAR)
    done = moved(an_ect(a_teacher("Leah Morris"), at=beacon, since=date(YEAR, 9, 1)), acme, starts_on=date(YEAR, 9, 5))
    return {"school": beacon, "transfer": done, "placement": done.left, "name": "Leah Morris"}


def somebody_to_change() -> dict[str, Any]:
    """An early career teacher at a school with a mentor of theirs and another one."""
    start = a_year_to_set_up()
    school = start["school"]
    every_year()
    for year in {LAST_YEAR, YEAR}:
        a_school_year(school, year=year)
    leah = an_ect(a_teacher("Leah Morris"), at=school, since=date(YEAR, 9, 1))
    a_mentorship(leah, a_mentor(at=school, since=date(YEAR, 9, 1)))
    a_mentor(at=school, since=date(YEAR, 9, 1))
    about = {"placement": leah, "name": "Leah Morris", "seen": 1}
    return {"school": school, **about, "has_mentor": True, "year_start": YEAR}


def somebody_to_be_checked() -> dict[str, Any]:
    """Somebody whom the record has not confirmed, at a school with a tutor."""
    start = a_school_with_a_mentor()
    robin = an_ect(a_teacher_to_be_checked("Robin Ellery"), at=start["school"])
    return start | {"placement": robin, "name": "Robin Ellery", "seen": 1, "role": "ect", "claimed_trn": "7999999"}


def a_mentor_to_change() -> dict[str, Any]:
    """A mentor at a school with two early career teachers."""
    school = a_school()
    ivan = a_mentor(a_teacher("Ivan Petrov"), at=school, since=date(YEAR, 9, 1))
    for _ in range(2):
        an_ect(at=school, since=date(YEAR, 9, 1))
    return {"school": school, "placement": ivan, "name": "Ivan Petrov", "seen": 1}


def a_report_that_may_be_wrong() -> dict[str, Any]:
    reported = a_report(year=YEAR)
    return {"school": reported.school, "partnership": reported, "year_start": YEAR, "year_name": str(reported.year)}


def a_report_that_was_called_wrong() -> dict[str, Any]:
    start = a_report_that_may_be_wrong()
    said = a_challenge(start.pop("partnership"))
    return start | {"challenge": said, "provider": str(said.partnership.lead_provider)}


# Found, stopped, to be checked, and none; with a date of birth that is right for some of them.
PEOPLE_OF_THE_DEMO = {
    "trn": ["9100001", "9100001", "9100005", "9100014", "12a"],
    "date_of_birth": ["12 4 1999", "13 4 1999", "21 3 1996", "31 2 1999"],
    "national_insurance_number": ["AB123456C", "", "nonsense"],
    "preferred_name": ["", "Priya Patel", "Zoë Żółć"],
    "starts_on": [f"1 9 {YEAR}", f"1 9 {YEAR}", "31 2 2022", "1 9 2020"],
}

STARTS: dict[str, Start] = {
    "sample": Start(lambda: {"school": a_school(), "year": a_year(YEAR)}, TRNS),
    "other": Start(lambda: {"school": a_school()}, TRNS),
    "single": Start(lambda: {"school": a_school()}),
    "first-registration": Start(an_answered_invitation, SOMEBODY_WE_KNOW),
    "choose-programme": Start(a_year_to_set_up),
    "set-up-year": Start(a_new_year_to_set_up, also=[{"provider": "", "partner": "", "plans": []}]),
    "change-programme": Start(a_year_that_a_provider_reported),
    "change-materials": Start(a_year_to_change),
    "change-appropriate-body": Start(a_year_to_change),
    "challenge-by-link": Start(a_report_that_may_be_wrong),
    "challenge-partnership": Start(a_report_that_may_be_wrong),
    "undo-challenge": Start(a_report_that_was_called_wrong),
    "change-tutor": Start(one_of_two_tutors, SOMEBODY_WE_KNOW),
    "add-person": Start(a_school_with_a_mentor, PEOPLE_OF_THE_DEMO),
    "transfer-in": Start(
        a_school_that_somebody_joins,
        PEOPLE_OF_THE_DEMO
        | {
            "trn": ["9100001", "9100001", "9100012", "9100002", "9100005", "12a"],
            "date_of_birth": ["12 4 1999", "13 4 1999", "2 2 1993", "3 11 1998"],
        },
    ),
    "change-name": Start(somebody_to_change, {"new_name": ["Leah Smith", "Zoë Żółć"]}),
    "correct-identity": Start(somebody_to_be_checked, PEOPLE_OF_THE_DEMO),
    "change-person-email": Start(somebody_to_change),
    "change-start": Start(somebody_to_change, {"starts_on": [f"5 9 {YEAR}", f"25 4 {YEAR}", "31 2 2022", "1 9 2020"]}),
    "assign-mentor": Start(somebody_to_change),
    "assign-ects": Start(a_mentor_to_change),
    "change-body-of": Start(somebody_to_change),
    "remove-person": Start(somebody_to_change),
    "undo-transfer": Start(somebody_who_moves),
    "correct-last-day": Start(
        somebody_who_moves, {"last_day": [f"2 9 {YEAR}", f"4 9 {YEAR}", f"5 9 {YEAR}", "31 2 2022"]}
    ),
    "transfer-is-a-mistake": Start(somebody_who_moves),
}
