"""A page that asks: its h1, its title, what is wrong with it."""

import pytest
from django.shortcuts import render

from manage_training.design_system.fields import EmailField, FullNameField, YesNoField
from manage_training.design_system.forms import Form, refusals_shown_on
from manage_training.domain.refusal import Refusal
from tests.design_system.html import Html

SERVICE = "Manage training for early career teachers"


class ContinueForm(Form):
    continues = YesNoField("Will {teacher} continue?", missing="Select yes if {teacher} will continue")


class EmailForm(Form):
    email = EmailField("What is {teacher}'s email address?", name="Email address")


class TutorForm(Form):
    heading = "Who is {school}'s induction tutor?"
    full_name = FullNameField("Full name", missing="Enter their full name")
    email = EmailField()


class ReadThisForm(Form):
    heading = "Read this"


def page_of(rf, form, template="question.jinja", **context):
    response = render(rf.get("/"), template, {"form": form} | context)
    return Html(response.content.decode())


def test_the_only_question_is_the_h1_and_its_words_are_said_once(rf):
    html = page_of(rf, ContinueForm(words={"teacher": "Leah"}), caption="ACME Primary School")
    assert [each.words for each in html["h1"]] == ["Will Leah continue?"]
    assert [each.words for each in html["legend"]] == ["Will Leah continue?"]
    assert html["title"][0].words == f"Will Leah continue? - {SERVICE}"
    (caption,) = html.with_class("govuk-caption-l")
    assert caption.words == "ACME Primary School"
    assert html.all.index(caption) < html.all.index(html["h1"][0])


def test_several_questions_stand_under_a_heading(rf):
    html = page_of(rf, TutorForm(words={"school": "ACME Primary School"}))
    assert [each.words for each in html["h1"]] == ["Who is ACME Primary School's induction tutor?"]
    assert [each.words for each in html["label"]] == ["Full name", "Email address"]


def test_a_page_without_a_question_has_a_heading_and_a_button(rf):
    html = page_of(rf, ReadThisForm())
    assert html["h1"][0].words == "Read this"
    assert [each.words for each in html["button"]][-1] == "Continue"


def test_what_is_wrong_stands_first_and_in_the_title(rf):
    form = TutorForm({"full_name": "", "email": "x"}, words={"school": "ACME Primary School"})
    html = page_of(rf, form)
    assert html["title"][0].words.startswith("Error: Who is ACME")
    (summary,) = html.with_class("govuk-error-summary")
    links = [(each["href"], each.words) for each in html["a"] if each["href"].startswith(("#full", "#email"))]
    assert links == [
        ("#full_name", "Enter their full name"),
        ("#email", "Enter an email address in the correct format, like name@example.com"),
    ]
    assert summary.words.startswith("There is a problem")
    assert html.all.index(summary) < html.all.index(html["h1"][0])
    assert "Error" not in page_of(rf, TutorForm(words={"school": "ACME"}))["title"][0].words


def test_a_question_with_something_before_its_answers_still_has_its_words_once(rf):
    from django.template import engines

    template = engines["jinja2"].from_string(
        '{% extends "question.jinja" %}{% block before_answers %}<p id="before">Read this</p>{% endblock %}'
    )
    for form, inputs in ((ContinueForm, 2), (EmailForm, 1)):
        html = Html(template.render({"form": form({}, words={"teacher": "Leah"})}, rf.get("/")))
        order = [html.all.index(each) for each in (html["h1"][0], html.by_id("before"), html["input"][-inputs])]
        assert order == sorted(order)
        assert len(html["h1"]) == 1


def test_a_label_for_an_input_below_what_is_read_first_still_belongs_to_it(rf):
    html = Html(str(EmailForm(words={"teacher": "Leah"})["email"].component(heading=True, before="Read this")))
    assert [(each["for"], each.words) for each in html["label"]] == [("email", "What is Leah's email address?")]


def test_a_word_that_nobody_gave_is_an_error():
    with pytest.raises(KeyError, match="teacher"):
        ContinueForm()


def test_x1_a_name_in_a_question_is_text_whatever_it_is(rf):
    html = page_of(rf, ContinueForm(words={"teacher": "<script>{{7*7}}</script>{teacher}"}))
    assert html["h1"][0].words == "Will <script>{{7*7}}</script>{teacher} continue?"


def test_a_form_is_sent_without_the_browsers_own_checks_and_with_a_token(rf):
    html = page_of(rf, TutorForm(words={"school": "ACME"}))
    (form,) = html["form"]
    assert (form["method"], "novalidate" in form) == ("post", True)
    assert [each["name"] for each in html["input"] if each["type"] == "hidden"] == ["csrfmiddlewaretoken"]


def test_a_refusal_is_shown_at_the_answer_it_is_about():
    form = TutorForm({"full_name": "Leah", "email": "leah@acme.example"}, words={"school": "ACME"})
    assert form.is_valid()
    with refusals_shown_on(form):
        raise Refusal("Leah is a mentor. Enter somebody else.", field="full_name")
    assert form.wrong == [("full_name", "Leah is a mentor. Enter somebody else.")]


def test_a_refusal_about_no_answer_leads_to_the_first_question():
    form = TutorForm({"full_name": "Leah", "email": "leah@acme.example"}, words={"school": "ACME"})
    assert form.is_valid()
    with refusals_shown_on(form):
        raise Refusal("Somebody has changed this. Look at it again.", field="school")
    assert form.wrong == [("full_name", "Somebody has changed this. Look at it again.")]


def test_m1_extra_parameters_are_no_answers():
    form = EmailForm({"email": "leah@acme.example", "role": "dfe", "school_id": "1"}, words={"teacher": "Leah"})
    assert form.is_valid()
    assert form.cleaned_data == {"email": "leah@acme.example"}
