from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.http import QueryDict

from manage_training.design_system.fields import Choice, ChoiceField, FileField, MultipleChoiceField, YesNoField
from manage_training.design_system.forms import Form
from tests.design_system.html import Html


class Kind(models.TextChoices):
    ECT = "ect", "A new ECT"
    MENTOR = "mentor", "A new mentor"


class WhoForm(Form):
    who = ChoiceField(
        "Who do you want to add?",
        [Choice("ect", "A new ECT", "In their first year"), ("mentor", "A new mentor"), "or", (7, "Somebody else")],
        missing="Select who you want to add",
    )


class ContinueForm(Form):
    continues = YesNoField(
        "Will {teacher} continue?",
        hint="With their programme",
        missing="Select yes if {teacher} will continue",
    )


class DaysForm(Form):
    days = MultipleChoiceField("Which days?", [(1, "Monday"), (2, "Tuesday"), (3, "Wednesday")], missing="Select a day")


class UploadForm(Form):
    upload = FileField("Upload a file", missing="Select a file", max_bytes=10, accept=".csv")


def test_radios_show_their_hints_and_dividers():
    html = Html(str(WhoForm()["who"].component(heading=True)))
    assert html["h1"][0].words == "Who do you want to add?"
    assert [each.words for each in html["label"]] == ["A new ECT", "A new mentor", "Somebody else"]
    assert [each["id"] for each in html["input"]] == ["who", "who-2", "who-4"]
    assert html["input"][0]["aria-describedby"] == "who-item-hint"
    assert html.with_class("govuk-radios__divider")[0].words == "or"
    assert not any("checked" in each for each in html["input"])


def test_the_answer_is_the_value_of_the_choice():
    assert WhoForm({"who": "7"}).is_valid()
    form = WhoForm({"who": "7"})
    form.is_valid()
    assert form.cleaned_data["who"] == 7
    assert form.fields["who"].shown(7) == "Somebody else"
    assert [("checked" in each) for each in Html(str(form["who"].component()))["input"]] == [False, False, True]


def test_nothing_chosen_and_something_not_offered_lead_to_the_first_radio():
    assert WhoForm({}).wrong == [("who", "Select who you want to add")]
    assert WhoForm({"who": "tutor"}).wrong == [("who", "Select who you want to add")]


def test_choices_may_be_an_enumeration_or_be_set_for_one_form():
    class KindForm(Form):
        kind = ChoiceField("Which?", Kind, missing="Select one")

    form = KindForm({"kind": "mentor"})
    assert form.is_valid()
    assert form.cleaned_data["kind"] == Kind.MENTOR
    narrow = KindForm({"kind": "mentor"})
    narrow.fields["kind"].options = [("ect", "A new ECT")]
    assert narrow.wrong == [("kind", "Select one")]
    assert KindForm({"kind": "mentor"}).is_valid()


def test_yes_and_no_are_true_and_false():
    for answer, kept in (("yes", True), ("no", False)):
        form = ContinueForm({"continues": answer}, words={"teacher": "Leah"})
        assert form.is_valid()
        assert form.cleaned_data["continues"] is kept
    assert form.fields["continues"].shown(False) == "No"
    assert ContinueForm({}, words={"teacher": "Leah"}).wrong == [("continues", "Select yes if Leah will continue")]


def test_an_answer_that_is_known_already_is_chosen():
    html = Html(str(ContinueForm(initial={"continues": False}, words={"teacher": "Leah"})["continues"].component()))
    assert [("checked" in each) for each in html["input"]] == [False, True]
    assert html["legend"][0].words == "Will Leah continue?"
    assert html["fieldset"][0]["aria-describedby"] == "continues-hint"


def test_checkboxes_answer_a_list_in_the_order_of_the_page():
    form = DaysForm(QueryDict("days=3&days=1"))
    assert form.is_valid()
    assert form.cleaned_data["days"] == [1, 3]
    assert form.fields["days"].shown([1, 3]) == "Monday, Wednesday"
    assert [("checked" in each) for each in Html(str(form["days"].component()))["input"]] == [True, False, True]
    assert DaysForm(QueryDict("")).wrong == [("days", "Select a day")]
    assert DaysForm(QueryDict("days=1&days=9")).wrong == [("days", "Select a day")]


def test_a_file_says_what_it_may_be():
    html = Html(str(UploadForm()["upload"].component(heading=True)))
    assert (html["input"][0]["type"], html["input"][0]["accept"]) == ("file", ".csv")
    assert UploadForm().is_multipart()
    assert UploadForm({}).wrong == [("upload", "Select a file")]
    for content, words in (
        (b"", "The selected file is empty. Select another file"),
        (b"x" * 11, "The selected file must be no larger than 10 bytes"),
    ):
        form = UploadForm({}, {"upload": SimpleUploadedFile("people.csv", content)})
        assert form.wrong == [("upload", words)]
    assert UploadForm({}, {"upload": SimpleUploadedFile("people.csv", b"x")}).is_valid()
