"""Rule T40: states that a tutor reaches through pages alone, from adding somebody to the list."""

import pytest

from manage_training.domain.training.models import Placement
from tests.factories.training import a_mentor
from tests.web.school.test_add_person import (  # noqa: F401 - fixtures are used by their names
    beacon,
    on_5_september_2022,
    pages,
    starts,
    tess,
    who,
)

pytestmark = pytest.mark.django_db
LEAH = ("9200001", (3, 3, 1997))  # her induction is registered


def add(pages, trn, born, *, first_day=(1, 9, 2022), name="", mentor=""):  # noqa: F811
    """Answer whatever is asked on the way, and confirm."""
    pages.go_on({"role": "ect"}, who(trn, born))
    for _ in range(8):
        if 'name="right_person"' in pages.main:
            pages.answer(right_person="yes")
        elif 'name="typed_name"' in pages.main:
            pages.answer(typed_name=name)
        elif 'name="email"' in pages.main:
            pages.answer(email=f"teacher.{trn}@beacon.example")
        elif 'name="starts_on-day"' in pages.main:
            pages.answer(**starts(*first_day))
        elif 'name="own_body"' in pages.main:
            pages.answer(own_body="yes", mentor=mentor or "none")
        elif "has been added" in pages.words or "What happens next" in pages.words:
            return
        else:
            pages.answer()


def listed(pages, beacon):  # noqa: F811
    pages.get(f"/schools/{beacon.urn}/people/")
    return pages.words


@pytest.mark.parametrize(
    ("somebody", "state"),
    [
        ({"trn": "9100014", "born": (17, 5, 1999), "name": "Robin Ellery"}, "Details to be checked"),
        ({"trn": "9100001", "born": (12, 4, 1999), "first_day": (9, 1, 2023)}, "Joining on 9 January 2023"),
        ({"trn": "9100004", "born": (7, 7, 1997)}, "Waiting for QTS"),
        ({"trn": "9100001", "born": (12, 4, 1999)}, "Waiting for induction to be registered"),
        ({"trn": LEAH[0], "born": LEAH[1]}, "No mentor yet Assign a mentor"),
    ],
)
def test_a_state_is_reached(pages, beacon, somebody, state):  # noqa: F811
    add(pages, **somebody)
    assert state in listed(pages, beacon).partition("State and next step")[2]


def test_with_a_mentor_somebody_is_in_training(pages, beacon):  # noqa: F811
    ruth = a_mentor(at=beacon)
    add(pages, *LEAH)
    leah = Placement.objects.get(role="ect")
    pages.get(f"/schools/{beacon.urn}/people/{leah.pk}/mentor/")
    pages.answer(mentor=str(ruth.pk))
    pages.answer(starts_on__day="5", starts_on__month="9", starts_on__year="2022")
    pages.get(f"/schools/{beacon.urn}/people/{leah.pk}/")
    assert "In training" in pages.words
