from datetime import date

import pytest

from manage_training.design_system.fields import DateField
from manage_training.design_system.forms import Form
from tests.design_system.html import Html


class StartForm(Form):
    starts_on = DateField(
        "When will {teacher} start?", name="Start date", hint="For example, 1 9 2022", missing="Enter a start date"
    )


def typed(day, month, year):
    parts = {"starts_on-day": day, "starts_on-month": month, "starts_on-year": year}
    return StartForm(parts, words={"teacher": "Leah"})


@pytest.mark.parametrize(
    "parts",
    [
        ("1", "9", "2022"),
        (" 01 ", "09", "2022"),
        ("1", "September", "2022"),
        ("1", "sept", "2022"),
        ("1", "Sep.", "2022"),
        ("1\u200b", "9", "2022"),
    ],
)
def test_a_date_may_be_typed_in_several_ways(parts):
    form = typed(*parts)
    assert form.is_valid()
    assert form.cleaned_data["starts_on"] == date(2022, 9, 1)


@pytest.mark.parametrize(
    ("parts", "words", "input_id"),
    [
        (("", "", ""), "Enter a start date", "starts_on-day"),
        (("", "9", "2022"), "Start date must include a day", "starts_on-day"),
        (("1", "", ""), "Start date must include a month and year", "starts_on-month"),
        (("1", "9", ""), "Start date must include a year", "starts_on-year"),
        (("1", "9", "22"), "Start date must have a year of 4 numbers, like 2022", "starts_on-year"),
        (("1", "9", "0202"), "Start date must have a year from 1900 to 2100", "starts_on-year"),
        (("1", "13", "2022"), "Start date must be a real date, like 1 9 2022", "starts_on-month"),
        (("1", "Ju", "2022"), "Start date must be a real date, like 1 9 2022", "starts_on-month"),
        (("32", "9", "2022"), "Start date must be a real date, like 1 9 2022", "starts_on-day"),
        (("1", "9", "20x2"), "Start date must be a real date, like 1 9 2022", "starts_on-year"),
        (("x", "y", "z"), "Start date must be a real date, like 1 9 2022", "starts_on-day"),
        (("31", "February", "2022"), "Start date must be a real date. February 2022 has no day 31", "starts_on-day"),
        (("29", "2", "2023"), "Start date must be a real date. February 2023 has no day 29", "starts_on-day"),
        (("1\x00", "9", "2022"), "Start date must be a real date, like 1 9 2022", "starts_on-day"),
        (("9" * 5000, "9", "2022"), "Start date must be a real date, like 1 9 2022", "starts_on-day"),
        (("²", "9", "2022"), "Start date must be a real date, like 1 9 2022", "starts_on-day"),
    ],
)
def test_an_error_says_what_is_wrong_and_leads_to_the_part_that_is(parts, words, input_id):
    assert typed(*parts).wrong == [(input_id, words)]


def test_the_31_of_february_is_shown_again_as_it_was_typed():
    html = Html(str(typed("31", "February", "2022")["starts_on"].component()))
    assert [each["value"] for each in html["input"]] == ["31", "February", "2022"]
    assert [("govuk-input--error" in each["class"]) for each in html["input"]] == [True, False, False]
    assert html.by_id("starts_on-error").words.endswith("February 2022 has no day 31")


def test_each_part_has_a_label_and_the_whole_a_legend_and_a_hint():
    html = Html(str(typed("", "", "")["starts_on"].component(heading=True)))
    assert [each.words for each in html["label"]] == ["Day", "Month", "Year"]
    assert html["h1"][0].words == "When will Leah start?"
    assert html["fieldset"][0]["aria-describedby"] == "starts_on-hint starts_on-error"
    assert {each["inputmode"] for each in html["input"]} == {"numeric"}


def test_a_date_that_is_known_already_stands_in_the_inputs():
    form = StartForm(initial={"starts_on": date(2022, 9, 1)}, words={"teacher": "Leah"})
    assert [each["value"] for each in Html(str(form["starts_on"].component()))["input"]] == ["1", "9", "2022"]
    assert form.fields["starts_on"].shown(date(2022, 9, 1)) == "1 September 2022"


def test_a_rule_about_the_whole_date_leads_to_its_first_part():
    form = typed("1", "9", "2022")
    assert form.is_valid()
    form.add_error("starts_on", "Enter a date after 1 September 2022")
    assert form.wrong == [("starts_on-day", "Enter a date after 1 September 2022")]
    html = Html(str(form["starts_on"].component()))
    assert all("govuk-input--error" in each["class"] for each in html["input"])
