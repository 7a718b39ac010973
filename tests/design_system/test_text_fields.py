"""Abuse cases X1 and X4: what people type into one line or several, kept and shown again."""

import pytest
from django.http import QueryDict
from markupsafe import escape

from manage_training.design_system.fields import CodeField, EmailField, FullNameField, SearchField, TextareaField
from manage_training.design_system.forms import Form
from tests.design_system.html import Html


class PersonForm(Form):
    heading = "Who is it?"
    full_name = FullNameField("Full name", hint="As on their record", missing="Enter their full name")
    email = EmailField(missing="Enter their email address")
    notes = TextareaField("Notes", required=False, max_length=50)


class CodeForm(Form):
    code = CodeField("Code")


class SearchForm(Form):
    search = SearchField("Search for your school", missing="Enter a name")


def typed(name, email="leah@acme.example", notes=""):
    return PersonForm({"full_name": name, "email": email, "notes": notes})


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("  Zoë   O’Brien-Żółć ", "Zoë O’Brien-Żółć"),
        ("Zoe\u0308 Carter", "Zoë Carter"),  # composed
        ("Leah\u200b Mor\u00adris\ufeff", "Leah Morris"),  # zero-width space, soft hyphen, byte order mark
        ("\u200fعمر\u200e", "عمر"),  # direction marks, as they come along with a paste
        ("Leah\u00a0\tMorris", "Leah Morris"),
        ("Dr Leah Morris (née O'Neill), BSc", "Dr Leah Morris (née O'Neill), BSc"),
        ("李小龍", "李小龍"),
        ("X", "X"),
    ],
)
def test_a_name_is_kept_in_one_form(name, kept):
    form = typed(name)
    assert form.is_valid()
    assert form.cleaned_data["full_name"] == kept


@pytest.mark.parametrize("name", ["Leah\x00", "Leah\r\nBcc: all@acme.example", "Leah \ud800", "a\x1bb", "Le\x07ah"])
def test_what_no_database_or_page_can_hold_is_refused_with_what_to_do(name):
    form = typed(name)
    assert form.wrong[0] == ("full_name", "Full name has a character that cannot be shown. Type it again without it")
    assert "Leah"[:2] in str(form["full_name"].component()) or name == "a\x1bb"
    str(form["full_name"].component()).encode()  # can be sent


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("leah@acme.example", "Full name must be a name and not an email address"),
        ("<script>alert(1)</script>", "Full name must not have “<”. Type it again without it"),
        ('=HYPERLINK("http://x")', "Full name must not have “=”. Type it again without it"),
        ("[Leah](https://evil.example)", "Full name must not have “[”. Type it again without it"),
        ("Leah 🎓", "Full name must not have an emoji or symbol. Type it again without it"),
        ("1234567", "Full name must have letters, like Zoe Carter"),
        ("\u202esirroM haeL", "Full name has a character that cannot be shown. Type it again without it"),
    ],
)
def test_what_never_is_part_of_a_name_is_refused_with_what_to_do_and_shown_again(name, words):
    form = typed(name)
    assert form.wrong == [("full_name", words)]
    assert str(escape(name)) in str(form["full_name"].component())


def test_a_name_of_nothing_but_what_cannot_be_seen_is_missing():
    assert typed(" \u200b\u00a0").wrong == [("full_name", "Enter their full name")]


def test_a_text_that_is_too_long_says_how_long_it_may_be_and_is_kept():
    form = typed("L" * 5000)
    assert form.wrong == [("full_name", "Full name must be 200 characters or fewer")]
    assert Html(str(form["full_name"].component())).by_id("full_name")["value"] == "L" * 5000


def test_an_email_address_follows_the_rules_of_messages():
    assert typed("Leah", email=" mailto:Leah@ACME.example ").is_valid()
    form = typed("Leah", email="leah@acme")
    assert form.wrong == [("email", "Enter an email address in the correct format, like name@example.com")]


def test_an_error_is_said_at_the_field_and_what_was_typed_stays():
    form = typed("", email="leah<b>@acme")
    name, email = (Html(str(form[field].component())) for field in ("full_name", "email"))
    assert name.by_id("full_name-error").words == "Error: Enter their full name"
    assert name.by_id("full_name")["aria-describedby"] == "full_name-hint full_name-error"
    assert name.by_id("full_name-hint").words == "As on their record"
    assert email.by_id("email")["value"] == "leah<b>@acme"
    assert email["label"][0]["for"] == "email"


def test_inputs_say_what_they_take():
    name, email, code, search = (
        Html(str(bound.component()))["input"][0]
        for bound in (PersonForm()["full_name"], PersonForm()["email"], CodeForm()["code"], SearchForm()["search"])
    )
    assert (name["type"], name["autocomplete"], name["spellcheck"]) == ("text", "off", "false")
    assert (email["type"], email["autocomplete"], email["spellcheck"]) == ("email", "off", "false")
    assert (code["inputmode"], code["autocomplete"], code["type"]) == ("numeric", "one-time-code", "text")
    assert search["type"] == "search"
    assert not any("value" in each for each in (name, email, code, search))


def test_text_of_several_lines_keeps_its_lines():
    form = typed("Leah", notes="One \r\nTwo\rThree\n\n")
    assert form.is_valid()
    assert form.cleaned_data["notes"] == "One\nTwo\nThree"
    form = typed("Leah", notes="</textarea><b>")
    assert Html(str(form["notes"].component()))["textarea"][0].words == "</textarea><b>"


@pytest.mark.parametrize("code", ["123456", " 123 456", "12-34-56", "123\u2011456"])
def test_a_code_may_be_spaced_as_it_was_pasted(code):
    form = CodeForm({"code": code})
    assert form.is_valid()
    assert form.cleaned_data["code"] == "123456"


@pytest.mark.parametrize("code", ["12345", "1234567", "12345a", "١٢٣٤٥٦"])
def test_what_is_no_code_says_how_many_digits_it_has(code):
    assert CodeForm({"code": code}).wrong == [("code", "The code has 6 digits. Enter it as it stands in the email")]


def test_m2_a_parameter_sent_twice_counts_once():
    """The last one counts."""
    form = CodeForm(QueryDict("code=111111&code=222222"))
    assert form.is_valid()
    assert form.cleaned_data == {"code": "222222"}


def test_a_question_without_words_for_no_answer_cannot_be_declared():
    with pytest.raises(TypeError, match="needs `missing`"):
        FullNameField("Full name")
