"""Pages with every kind of question and component, for tests alone: the service has no such pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.urls import path

from manage_training.config import urls as ours
from manage_training.design_system.fields import (
    Choice,
    ChoiceField,
    CodeField,
    DateField,
    EmailField,
    FileField,
    FullNameField,
    MultipleChoiceField,
    SearchField,
    TextareaField,
    YesNoField,
)
from manage_training.design_system.forms import Form

WORDS = {"teacher": "Leah Morris"}


class EverythingForm(Form):
    heading = "Tell us about {teacher}"
    full_name = FullNameField("Full name", missing="Enter their full name")
    email = EmailField(hint="We only use it for their training")
    search = SearchField("Search for their school", missing="Enter a school")
    code = CodeField("6 digit code", hint="From the email")
    starts_on = DateField(
        "When will {teacher} start?", name="Start date", hint="For example, 1 9 2022", missing="Enter a start date"
    )
    role = ChoiceField(
        "What are they?",
        [
            Choice("ect", "An early career teacher", "In their induction"),
            ("mentor", "A mentor"),
            "or",
            ("other", "Other"),
        ],
        missing="Select what they are",
    )
    continues = YesNoField("Will they continue?", missing="Select yes if they will continue")
    days = MultipleChoiceField("Which days?", [(1, "Monday"), (2, "Tuesday")], missing="Select a day")
    notes = TextareaField("Notes", missing="Enter a note", hint="At most 2,000 characters")
    upload = FileField("A file", missing="Select a file", hint="A CSV file of at most 1 MB", accept=".csv")


class DateForm(Form):
    starts_on = DateField(
        "When will {teacher} start?", name="Start date", hint="For example, 1 9 2022", missing="Enter a start date"
    )


class ContinueForm(Form):
    continues = YesNoField(
        "Will {teacher} continue with their current training programme?",
        hint="This is a different programme to other ECTs and mentors at your school.",
        missing="Select yes if they will continue with their current training programme",
    )


class EmailForm(Form):
    email = EmailField("What is {teacher}'s email address?", name="Email address")


FORMS = {form.__name__: form for form in (EverythingForm, DateForm, ContinueForm, EmailForm)}
BEFORE = """
{% extends "question.jinja" %}
{% block before_answers %}
  {{ summary([("Lead provider", "Teach First"), ("Delivery partner", "Inspire Teaching School Hub")]) }}
{% endblock %}
"""
COMPONENTS = """
{% extends "layout.jinja" %}
{% set title = "Manage your training" %}
{% block banner %}{{ banner("You have changed your induction tutor", success=true) }}{% endblock %}
{% block body %}
  {{ tabs([("2022 to 2023", "/one/", true), ("2021 to 2022", "/two/", false)]) }}
  {{ summary([
    ("Length of induction", "2 years"),
    ("ECTs and mentors", 0, ("Add", "/add/", "an ECT or mentor")),
    ("Induction tutor", "Hugo Furst", ("Change", "/tutor/")),
    ("Programme", "Training provider, funded by the DfE", ("Change", "/programme/")),
    ("Training provider", "Ambition Institute"),
  ]) }}
  {{ table("People", ["Name", "Role", "Since"], [["Leah Morris", "ECT", "1 September 2022"]]) }}
  {{ inset("Registration opens on 10 May 2022.") }}
  {{ warning("Each ECT must be registered with an appropriate body too.") }}
  {{ details("What is a mentor?", "A teacher who supports an ECT.") }}
  <p class="govuk-body">{{ tag("Done", "green") }} {{ link("Read our guidance", "/guidance/", new_tab=true) }}</p>
  {{ button("Continue") }} {{ button("Save", kind="secondary") }} {{ button("Start now", "/start/", start=true) }}
{% endblock %}
"""
DONE = """
{% extends "layout.jinja" %}
{% set title = "You've submitted your training information" %}
{% block heading %}{{ page_caption() }}{{ panel(title, "Academic year 2022 to 2023") }}{% endblock %}
{% block body %}<h2 class="govuk-heading-m">What to do next</h2>{% endblock %}
"""


def question(request: HttpRequest, name: str) -> HttpResponse:
    form = FORMS[name](request.POST or None, request.FILES or None, words=WORDS)
    status = 422 if form.errors else 200
    context = {"form": form, "caption": "ACME Primary School", "back": "/"}
    if name in {"ContinueForm", "EmailForm"}:
        return HttpResponse(engines["jinja2"].from_string(BEFORE).render(context, request), status=status)
    return render(request, "question.jinja", context, status=status)


def components(request: HttpRequest) -> HttpResponse:
    return HttpResponse(engines["jinja2"].from_string(COMPONENTS).render({"caption": "ACME Primary School"}, request))


def done(request: HttpRequest) -> HttpResponse:
    return HttpResponse(engines["jinja2"].from_string(DONE).render({"caption": "ACME Primary School"}, request))


handler400, handler403 = ours.handler400, ours.handler403
handler404, handler500 = ours.handler404, ours.handler500
urlpatterns = [
    *ours.urlpatterns,
    path("gallery/components/", components, name="gallery-components"),
    path("gallery/done/", done, name="gallery-done"),
    path("gallery/<str:name>/", question, name="gallery-question"),
]
NAMES = ("gallery-components", "gallery-done", "gallery-question")
