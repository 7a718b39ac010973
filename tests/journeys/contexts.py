"""What each journey starts with, so that the tests of every journey can walk it. A new journey adds its row here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from manage_training.domain.academic_years.models import AcademicYear
from manage_training.domain.programmes.offer import programmes_for
from manage_training.domain.schools.models import School
from tests.factories.accounts import a_tutor
from tests.factories.invitations import an_invitation
from tests.factories.organisations import an_appropriate_body, reference_data, some_materials
from tests.factories.schools import a_school
from tests.factories.years import a_year


@dataclass(frozen=True)
class Start:
    """A journey's context, with rows made for it; and answers worth trying, by field, where any text will not do."""

    context: Callable[[], dict[str, Any]]
    worth_trying: Mapping[str, Sequence[str]] = field(default_factory=dict)


TRNS = {"trn": ["1000001", "1000002", "1000003", "12a"]}  # already here, two who are not, and none

STARTS: dict[str, Start] = {
    "sample": Start(lambda: {"school": a_school()}, TRNS),
    "other": Start(lambda: {"school": a_school()}, TRNS),
    "single": Start(lambda: {"school": a_school()}),
}
