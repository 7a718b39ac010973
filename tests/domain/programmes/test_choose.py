"""Rules P1, P3, P4 and P8: a school submits how it runs its training."""

import pytest

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.events.models import Event
from manage_training.domain.messages.models import Message
from manage_training.domain.programmes.answer import expect_teachers
from manage_training.domain.programmes.choose import choose
from manage_training.domain.programmes.models import Expects, SchoolYear
from manage_training.domain.refusal import Refusal
from tests.factories.accounts import a_tutor, actor
from tests.factories.organisations import an_agreement, an_appropriate_body, some_materials
from tests.factories.schools import a_school, an_independent_school
from tests.factories.years import a_year

pytestmark = pytest.mark.django_db


def test_programme_and_appropriate_body_are_saved_together_and_expect_teachers():
    school, hub = a_school(), an_appropriate_body()
    by = actor(a_tutor(at=school))
    expect_teachers(school, a_year(2022), Expects.NOT_KNOWN, by=by)
    chosen = choose(school, a_year(2022), programme=Programme.FULL_INDUCTION, appropriate_body=hub, by=by, seen=1)
    chosen.refresh_from_db()
    assert (chosen.programme, chosen.appropriate_body, chosen.expects) == (Programme.FULL_INDUCTION, hub, "yes")
    assert (chosen.answered_by, chosen.version) == (by.id, 2)
    event = Event.objects.latest("pk")
    assert (event.kind, event.school_id) == ("programme_chosen", school.pk)
    assert event.details == {
        "year": 2022,
        "programme": "full_induction_programme",
        "materials": None,
        "appropriate_body": hub.pk,
    }


def test_the_tutor_gets_what_was_submitted_and_what_to_do_next():
    school = a_school("ACME Primary School")
    an_agreement(year=2022)
    an_agreement("Teach First", "Inspire Teaching School Hub", year=2022)
    an_agreement("Capita", "Kings College London", year=2023)
    tutor = a_tutor(at=school, name="Hugo Furst", email="hugo.furst@acme.example")
    choose(school, a_year(2022), programme=Programme.FULL_INDUCTION, by=actor(tutor))
    message = Message.objects.get(kind="training_submitted")
    assert message.to == "hugo.furst@acme.example"
    assert message.values["programme_name"] == "Use a training provider, funded by the DfE"
    assert message.values["next_steps"] == [
        "choose one of the 2 DfE-funded training providers as soon as possible",
        "tell us each ECT and mentor's name and email address as soon as possible",
        "have an appropriate body in place",
    ]


def test_no_appropriate_body_means_not_appointed_yet():
    school = a_school()
    chosen = choose(school, a_year(2022), programme=Programme.DESIGN_OUR_OWN, by=actor(a_tutor(at=school)))
    assert chosen.appropriate_body is None


def test_accredited_materials_have_to_be_named():
    school = a_school()
    by = actor(a_tutor(at=school))
    with pytest.raises(Refusal, match="Select which accredited materials you will use") as refusal:
        choose(school, a_year(2022), programme=Programme.CORE_INDUCTION, by=by)
    assert refusal.value.field == "materials"
    materials = some_materials("Teach First")
    chosen = choose(school, a_year(2022), programme=Programme.CORE_INDUCTION, materials=materials, by=by)
    assert chosen.materials == materials


def test_materials_left_over_from_another_answer_are_dropped():
    school = a_school()
    chosen = choose(
        school,
        a_year(2022),
        programme=Programme.FULL_INDUCTION,
        materials=some_materials(),
        by=actor(a_tutor(at=school)),
    )
    assert chosen.materials is None


def test_no_early_career_teachers_needs_no_appropriate_body_and_is_told_it_may_change():
    school = a_school()
    chosen = choose(
        school,
        a_year(2022),
        programme=Programme.NO_EARLY_CAREER_TEACHERS,
        appropriate_body=an_appropriate_body(),
        by=actor(a_tutor(at=school)),
    )
    assert (chosen.expects, chosen.appropriate_body) == ("no", None)
    assert Message.objects.get().values["next_steps"] == ["nothing now; sign in and tell us if this changes"]


def test_a_programme_can_be_chosen_after_no_early_career_teachers():
    school = a_school()
    by = actor(a_tutor(at=school))
    none = expect_teachers(school, a_year(2022), Expects.NO, by=by)
    chosen = choose(school, a_year(2022), programme=Programme.DESIGN_OUR_OWN, by=by, seen=none.version)
    assert (chosen.expects, chosen.programme) == ("yes", Programme.DESIGN_OUR_OWN)


def test_what_the_year_does_not_offer_the_school_is_refused():
    school = an_independent_school()
    with pytest.raises(Refusal, match="cannot be chosen") as refusal:
        choose(school, a_year(2022), programme=Programme.FULL_INDUCTION, by=actor(a_tutor(at=school)))
    assert refusal.value.field == "programme"
    assert not SchoolYear.objects.exists()


def test_an_appropriate_body_that_has_left_the_role_is_refused():
    school, council = a_school(), an_appropriate_body("The Council", last_year=2022)
    by = actor(a_tutor(at=school))
    with pytest.raises(Refusal, match="The Council does not take on new teachers") as refusal:
        choose(school, a_year(2023), programme=Programme.DESIGN_OUR_OWN, appropriate_body=council, by=by)
    assert refusal.value.field == "appropriate_body"


def test_who_submits_second_is_told_what_the_first_submitted():
    school = a_school()
    first, second = a_tutor(at=school, name="Hugo Furst"), a_tutor(at=school)
    choose(school, a_year(2022), programme=Programme.DESIGN_OUR_OWN, by=actor(first), seen=0)
    with pytest.raises(Refusal, match=r"Hugo Furst has changed the answers .* programme, Design and deliver your own"):
        choose(school, a_year(2022), programme=Programme.FULL_INDUCTION, by=actor(second), seen=0)
    assert SchoolYear.objects.get().programme == Programme.DESIGN_OUR_OWN
    assert Message.objects.filter(kind="training_submitted").count() == 1


def test_a_programme_that_was_chosen_is_changed_not_chosen_again():
    school = a_school()
    by = actor(a_tutor(at=school))
    choose(school, a_year(2022), programme=Programme.DESIGN_OUR_OWN, by=by)
    with pytest.raises(Refusal, match="has already told us how it runs its training in 2022 to 2023"):
        choose(school, a_year(2022), programme=Programme.FULL_INDUCTION, by=by, seen=1)
