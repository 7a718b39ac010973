"""Rules A12, A13, A14 and A16: who is a school's induction tutor."""

import pytest
from django.db import IntegrityError, connection, transaction

from manage_training.domain.accounts.find_user import known_by_another_name, user_with
from manage_training.domain.accounts.memberships import (
    correct_tutor,
    end_membership,
    make_tutor,
    replace_tutor,
    tutors_of,
)
from manage_training.domain.accounts.models import Membership, Role, User
from manage_training.domain.accounts.way_in import read_way_in
from manage_training.domain.events.actor import THE_SERVICE
from manage_training.domain.events.models import Event
from manage_training.domain.messages.models import Message
from manage_training.domain.organisations.models import LeadProvider
from manage_training.domain.refusal import Refusal
from tests.factories.accounts import a_member, a_tutor, a_user, actor
from tests.factories.schools import a_school

pytestmark = pytest.mark.django_db


def people(school) -> list[str]:
    return [tutor.user.name for tutor in tutors_of(school)]


def sent() -> list[tuple[str, str]]:
    return list(Message.objects.order_by("pk").values_list("kind", "to"))


def test_a_new_address_becomes_a_new_person_who_is_told():
    school = a_school()
    tutor = make_tutor(school, "Olive  Grey ", " olive@oakfield.example ", THE_SERVICE)
    assert (tutor.user.name, tutor.user.email) == ("Olive Grey", "olive@oakfield.example")
    assert sent() == [("you_are_induction_tutor", "olive@oakfield.example")]
    assert Event.objects.get(kind="tutor_appointed").school_id == school.pk


def test_the_message_to_a_new_tutor_leads_to_their_dashboard_and_is_no_key():
    """Rule A7."""
    school = a_school()
    make_tutor(school, "Olive Grey", "olive@oakfield.example", THE_SERVICE)
    link = Message.objects.get().values["way_in"]
    assert "olive" not in link
    way_in = read_way_in(link.partition("way_in=")[2])
    assert way_in is not None
    assert (way_in.email, way_in.leads_to) == ("olive@oakfield.example", f"/schools/{school.urn}/")


def test_a_known_address_gains_a_school_and_keeps_its_name():
    """I2: existing user gains a school."""
    hugo = a_tutor(at=a_school(), name="Hugo Furst", email="hugo@acme.example")
    second = make_tutor(a_school(), "H. First", "HUGO@acme.example", THE_SERVICE)
    assert second.user == hugo.user
    assert User.objects.get(pk=hugo.user_id).name == "Hugo Furst"


def test_the_same_person_twice_is_one_tutor_and_one_message():
    """I2: one membership each."""
    school = a_school()
    first = make_tutor(school, "Olive Grey", "olive@oakfield.example", THE_SERVICE)
    assert make_tutor(school, "Olive Grey", "Olive@oakfield.example", THE_SERVICE) == first
    assert len(sent()) == 1


def test_a_person_known_by_another_name_can_be_asked_about():
    a_user("Hugo Furst", "hugo@acme.example")
    assert known_by_another_name("H. First", "hugo@ACME.example")
    assert not known_by_another_name("hugo  furst", "hugo@acme.example")
    assert not known_by_another_name("H. First", "nobody@acme.example")


@pytest.mark.parametrize("lookalike", ["hugo@\u0430cme.example", "hugo@\u212aings.example", "hugo@k\u0131ngs.example"])
def test_an_address_that_only_looks_like_a_known_one_belongs_to_nobody(lookalike: str):
    a_user("Hugo Furst", "hugo@kings.example")
    assert user_with(lookalike) is None


def test_replacing_ends_one_and_begins_the_other_and_both_are_told():
    school = a_school()
    tess = a_tutor(at=school, email="tess@beacon.example")
    replace_tutor(tess, "Olive Grey", "olive@beacon.example", actor(tess))
    assert people(school) == ["Olive Grey"]
    assert sent() == [
        ("you_are_induction_tutor", "olive@beacon.example"),
        ("you_are_no_longer_induction_tutor", "tess@beacon.example"),
    ]


def test_who_replaces_a_tutor_that_somebody_replaced_before_is_told():
    """Rule A14."""
    school = a_school()
    tess = a_tutor(at=school, name="Tess Taylor")
    replace_tutor(tess, "Olive Grey", "olive@beacon.example", actor(tess))
    with pytest.raises(Refusal, match="Tess Taylor is not the induction tutor any more"):
        replace_tutor(tess, "Ada Brown", "ada@beacon.example", actor(tess))
    assert people(school) == ["Olive Grey"]


def test_a_tutor_is_not_replaced_by_themself_or_by_another_tutor_of_the_school():
    school = a_school()
    tess, hugo = a_tutor(at=school), a_tutor(at=school)
    for email in (tess.user.email, hugo.user.email):
        with pytest.raises(Refusal) as refusal:
            replace_tutor(tess, "Somebody", email, actor(tess))
        assert refusal.value.field == "email"


def test_one_of_two_tutors_can_be_ended_and_is_told():
    school = a_school()
    tess, hugo = a_tutor(at=school, name="Tess"), a_tutor(at=school, name="Hugo", email="hugo@acme.example")
    end_membership(hugo, actor(tess))
    assert people(school) == ["Tess"]
    assert sent() == [("you_are_no_longer_induction_tutor", "hugo@acme.example")]


def test_i8_the_last_tutor_cannot_remove_themself():
    tess = a_tutor(at=a_school())
    with pytest.raises(Refusal, match="a school needs one"):
        end_membership(tess, actor(tess))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "sql",
    [
        "update accounts_membership set ended_at = since where id = %s",
        "update accounts_membership set school_id = (select max(id) from schools_school) where id = %s",
        "delete from accounts_membership where id = %s",
    ],
)
def test_the_database_itself_keeps_a_school_its_last_tutor(sql: str):
    """Rule A12."""
    tess = a_tutor(at=a_school())
    a_school()
    with pytest.raises(IntegrityError, match="would have no induction tutor"), connection.cursor() as cursor:
        cursor.execute(sql, [tess.pk])


@pytest.mark.django_db(transaction=True)
def test_one_transaction_may_end_a_tutor_before_it_begins_the_next():
    """Rule A12."""
    tess = a_tutor(at=a_school())
    with transaction.atomic():
        Membership.objects.filter(pk=tess.pk).update(ended_at=tess.since)
        a_tutor(at=tess.school)


def test_correcting_tells_the_old_and_the_new_address():
    tess = a_tutor(at=a_school(), name="Tes Tailor", email="tes@beacon.example")
    correct_tutor(tess, "Tess Taylor", "tess@beacon.example", actor(tess))
    assert sent() == [
        ("tutor_details_corrected", "tess@beacon.example"),
        ("tutor_details_corrected", "tes@beacon.example"),
    ]


def test_correcting_nothing_tells_nobody():
    tess = a_tutor(at=a_school(), name="Tess Taylor", email="tess@beacon.example")
    correct_tutor(tess, "Tess Taylor", "tess@beacon.example", actor(tess))
    assert sent() == []


def test_an_address_of_somebody_else_is_refused_without_naming_them():
    """Rule A13."""
    a_user("Hugo Furst", "hugo@acme.example")
    tess = a_tutor(at=a_school())
    with pytest.raises(Refusal, match="Somebody else uses this email address") as refusal:
        correct_tutor(tess, "Tess Taylor", "Hugo@acme.example", actor(tess))
    assert "Furst" not in refusal.value.words
    assert refusal.value.field == "email"


def test_details_that_were_changed_meanwhile_are_not_overwritten():
    """Rule A14."""
    tess = a_tutor(at=a_school())
    seen = tess.user.version
    correct_tutor(tess, "Tess Taylor", tess.user.email, actor(tess), seen)
    with pytest.raises(Refusal, match="changed a moment ago"):
        correct_tutor(tess, "Tessa Taylor", tess.user.email, actor(tess), seen)


def test_who_uses_the_service_elsewhere_is_corrected_only_by_themself():
    """Rule A16: a colleague at one school must not take over an account at another."""
    tess, hugo = a_tutor(at=(school := a_school())), a_tutor(at=school, name="Hugo")
    a_member(
        Role.LEAD_PROVIDER, hugo.user, lead_provider=LeadProvider.objects.create(name="Ambition", email="a@b.example")
    )
    with pytest.raises(Refusal, match="Ask them to sign in"):
        correct_tutor(hugo, "Hugo", "mine@evil.example", actor(tess))
    correct_tutor(hugo, "Hugo", "hugo.new@acme.example", actor(hugo))
    assert User.objects.get(pk=hugo.user_id).email == "hugo.new@acme.example"
