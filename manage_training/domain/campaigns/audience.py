"""Which schools a campaign is for: a few facts about a school and a year, told as data. Rules C1 and C2.

An audience is a dict of facts, all of which have to be true of a school:

    answered            whether it has said how it trains, or that it expects nobody. "We do not know yet" is no answer
    expects             its answer is one of these: yes, no, not_known
    programme           its programme is one of these
    last_programme      its programme of the year before is one of these
    appropriate_body    whether it has named one
    training_provider   whether a lead provider has reported it, or goes on with it
    local_authority     it belongs to one of these, by code
    urn                 it is one of these: for trying out a campaign on some schools first
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.partnerships.models import Partnership
from manage_training.domain.programmes.models import Expects, SchoolYear
from manage_training.domain.refusal import Refusal
from manage_training.domain.schools.eligibility import MAY_BE_MAILED
from manage_training.domain.schools.models import School

Audience = Mapping[str, Any]


def answers(year: int, **are: Any) -> Exists:
    return Exists(SchoolYear.objects.filter(school=OuterRef("pk"), year=year, **are))


def whether(condition: Exists, value: bool) -> Q:
    return Q(condition) if value else ~Q(condition)


FACTS: dict[str, Callable[[Any, int], Q]] = {
    "answered": lambda value, year: whether(answers(year, programme__isnull=False), value),
    "expects": lambda value, year: Q(answers(year, expects__in=value)),
    "programme": lambda value, year: Q(answers(year, programme__in=value)),
    "last_programme": lambda value, year: Q(answers(year - 1, programme__in=value)),
    "appropriate_body": lambda value, year: whether(answers(year, appropriate_body__isnull=False), value),
    "training_provider": lambda value, year: whether(
        Exists(Partnership.objects.live().filter(school=OuterRef("pk"), year=year)), value
    ),
    "local_authority": lambda value, year: Q(local_authority__in=value),
    "urn": lambda value, year: Q(urn__in=value),
}
YES_OR_NO = {"answered", "appropriate_body", "training_provider"}
VALUES = {"expects": set(Expects.values), "programme": set(Programme.values), "last_programme": set(Programme.values)}


def are_asked(audience: Audience, year: int) -> Q:
    """What is true of a school for which the campaign is, and that may be written to unasked."""
    asked = MAY_BE_MAILED
    for fact, value in audience.items():
        asked &= FACTS[fact](value, year)
    return asked


def schools_to_ask(audience: Audience, year: int) -> QuerySet[School]:
    return School.objects.filter(are_asked(audience, year)).order_by()


def refuse_what_is_no_audience(audience: Audience) -> None:
    """Raise `Refusal` for a fact that nobody knows, or a value that it cannot have."""
    for fact, value in audience.items():
        if fact not in FACTS:
            raise Refusal(f"Nobody knows “{fact}” of a school. What can be told of an audience: {', '.join(FACTS)}.")
        if fact in YES_OR_NO:
            if not isinstance(value, bool):
                raise Refusal(f"“{fact}” is {value!r}, but has to be true or false.")
            continue
        if not isinstance(value, list) or not value:
            raise Refusal(f"“{fact}” is {value!r}, but has to be a list of at least one.")
        if fact not in VALUES:
            wrong = [each for each in value if type(each) is not int]
            if wrong:
                raise Refusal(f"“{fact}” holds {wrong[0]!r}, but has to hold numbers.")
        elif wrong := [each for each in value if each not in VALUES[fact]]:
            raise Refusal(f"“{fact}” holds {wrong[0]!r}, but has to hold some of {', '.join(sorted(VALUES[fact]))}.")
