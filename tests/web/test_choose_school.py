"""Rule A10: after signing in, the school's dashboard, or the choice between several."""

import pytest
from django.test import Client

from manage_training.domain.accounts.models import Role
from tests.factories.accounts import a_member, a_tutor, sign_in
from tests.factories.schools import a_school

pytestmark = pytest.mark.django_db


def test_who_has_one_school_sees_its_dashboard(client: Client):
    hugo = a_tutor(at=a_school())
    assert sign_in(client, hugo).get("/schools/")["Location"] == f"/schools/{hugo.school.urn}/"


def test_who_has_several_chooses_one_and_sees_no_other(client: Client):
    mo = a_tutor(at=a_school("Riverbank Infant School"))
    a_tutor(mo.user, at=a_school("Riverbank Junior School"))
    a_school("Somebody Else's School")
    page = sign_in(client, mo).get("/schools/")
    assert "Riverbank Infant School" in page.text
    assert "Riverbank Junior School" in page.text
    assert "Somebody Else" not in page.text


def test_who_has_none_is_told_what_to_do(client: Client):
    dana = a_member(Role.DFE)
    page = sign_in(client, dana).get("/schools/")
    assert "you are not the induction tutor of a school" in page.text
    assert "/find-your-school/" in page.text
