"""No dead end where what a tutor types does not match: registered, saved to be checked, or told what to do. Rule R2."""

import pytest

from manage_training.domain.teachers.models import Identity, Teacher
from tests.web.school.test_add_person import (  # noqa: F401 - fixtures are used by their names
    add_the_rest,
    beacon,
    on_5_september_2022,
    pages,
    tess,
    who,
)

pytestmark = pytest.mark.django_db

BORN, NOT_BORN = (12, 4, 1999), (4, 12, 1999)
HERS, OTHERS = "AB123456C", "ZY987654D"
REGISTERED, SAVED, STOPPED = Identity.CONFIRMED, Identity.TO_BE_CHECKED, None


@pytest.mark.parametrize(
    ("trn", "born", "number", "name", "ends"),
    [
        pytest.param("9100001", BORN, None, "", REGISTERED, id="all is right"),
        pytest.param("9100001", BORN, None, "Zoë Żółć", REGISTERED, id="her name has changed"),
        pytest.param("9100001", NOT_BORN, HERS, "", REGISTERED, id="wrong date, her number"),
        pytest.param("9100001", NOT_BORN, HERS, "Zoë Żółć", REGISTERED, id="wrong date, her number, changed name"),
        pytest.param("9100001", NOT_BORN, OTHERS, "", SAVED, id="wrong date, wrong number"),
        pytest.param("9100001", NOT_BORN, "", "", SAVED, id="wrong date, no number"),
        pytest.param("9999999", BORN, None, "", SAVED, id="a TRN that nobody has"),
        pytest.param("9100002", BORN, HERS, "", SAVED, id="somebody else's TRN, her date and number"),
        pytest.param("9100002", BORN, "", "", SAVED, id="somebody else's TRN, no number"),
        pytest.param("9100002", (3, 11, 1998), None, "", STOPPED, id="somebody else's TRN and date"),
    ],
)
def test_each_way_of_being_wrong_has_an_end(pages, trn, born, number, name, ends):  # noqa: F811
    pages.go_on({"role": "ect"}, who(trn, born))
    assert (pages.place == "national-insurance-number") == (number is not None)
    if number is not None:
        pages.answer(national_insurance_number=number)
    if ends == STOPPED:
        pages.answer(right_person="no")
        assert "enter the TRN of the person you want to add" in pages.words
        assert not Teacher.objects.exists()
        return
    if ends == REGISTERED:
        pages.answer(right_person="yes", preferred_name=name)
        if name:
            pages.answer(name_reason="She has married")
    else:
        assert "Priya" not in pages.words
        assert "Jonathan" not in pages.words
        pages.answer(typed_name="Priya Sharma")
    add_the_rest(pages)
    assert pages.place == "done"
    assert (Teacher.objects.get().identity, str(Teacher.objects.get())) == (ends, name or "Priya Sharma")
