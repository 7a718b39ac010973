"""Rule T40: states that a tutor reaches through pages alone, from adding somebody to the list."""

import pytest

from manage_training.domain.accounts.models import Membership
from manage_training.domain.messages.models import Message
from manage_training.domain.teachers.records import Induction
from manage_training.domain.training.models import Placement
from manage_training.domain.training.tasks import go_on_with_those_in_training
from manage_training.integrations.teaching_records.invented import InventedRecords
from tests.factories.accounts import sign_in
from tests.factories.registering import a_record
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
        elif 'name="mentor"' in pages.main:
            pages.answer(mentor=mentor or "none")
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


def the_record_after_years(seconds: float) -> InventedRecords:
    return InventedRecords(a_record(LEAH[0], "Leah", "Morris", induction=Induction.FAILED))


@pytest.mark.django_db(transaction=True)  # whoever is looked up by night is looked up outside a transaction
def test_whose_record_changes_is_not_eligible_after_the_night(pages, beacon, settings, time_machine):  # noqa: F811
    """Rule T26: the record changed, a month went by, the nightly check ran, and the pages and a message say so."""
    add(pages, *LEAH)
    settings.TEACHING_RECORDS = f"{__name__}.the_record_after_years"
    time_machine.move_to("2022-10-05T02:10:00+01:00", tick=False)
    go_on_with_those_in_training(after=0, left=10)
    sign_in(pages.client, Membership.objects.get())
    assert "Not eligible: induction failed" in listed(pages, beacon).partition("State and next step")[2]
    leah = Placement.objects.get()
    pages.get(f"/schools/{beacon.urn}/people/{leah.pk}/")
    assert "They cannot be trained in this role." in pages.words
    assert "We looked at the teaching record of Leah Morris again: not eligible." in pages.words
    assert Message.objects.get(kind="person_state_changed").values["after"] == "Not eligible: induction failed"
