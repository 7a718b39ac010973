"""Schools for tests: open, state-funded, in England and with no contact, but for what a test says."""

from itertools import count
from typing import Any

from manage_training.domain.schools.models import Contact, LocalAuthority, School, SchoolContact, SchoolLink, Status
from manage_training.domain.schools.search import make_findable

URNS = count(900_000)


def a_school(name: str = "", *, contact: str = "", **facts: Any) -> School:
    """A community school that may use the service and is funded; `contact` is its main contact on the register."""
    urn = facts.pop("urn", None) or next(URNS)
    defaults = {"town": "Thornwick", "postcode": "TW1 2AB", "district": "E07000999", "type_code": 1, "phase_code": 2}
    facts = defaults | {"status": Status.OPEN} | facts
    school = School.objects.create(urn=urn, name=name or f"School {urn}", **facts)
    make_findable([school])
    if contact:
        SchoolContact.objects.create(school=school, kind=Contact.MAIN, email=contact)
    return school


def an_independent_school(name: str = "", **facts: Any) -> School:
    """One that may use the service but is not funded."""
    return a_school(name, **{"type_code": 11} | facts)


def a_closed_school(name: str = "", *, successor: School | None = None, **facts: Any) -> School:
    school = a_school(name, **{"status": Status.CLOSED} | facts)
    if successor:
        SchoolLink.objects.create(school=school, linked_urn=successor.urn, kind="Successor")
    return school


def a_school_that_is_not_eligible(name: str = "", **facts: Any) -> School:
    """Open, in England, but of a type that may not use the service: a university."""
    return a_school(name, **{"type_code": 29} | facts)


def a_local_authority(code: int = 999, name: str = "Aldshire") -> LocalAuthority:
    return LocalAuthority.objects.get_or_create(code=code, defaults={"name": name})[0]
