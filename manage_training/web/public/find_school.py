"""From the start page to an invitation: find your school, and hear where we have sent it or what to do instead."""

from datetime import timedelta
from typing import cast

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from manage_training.design_system.fields import (
    Choice,
    ChoiceField,
    EmailField,
    FullNameField,
    SearchField,
    TextareaField,
)
from manage_training.design_system.forms import Form
from manage_training.domain.invitations.contact_request import ask_for_another_contact
from manage_training.domain.invitations.find import latest_invitation
from manage_training.domain.invitations.invite import ask_for_invitation
from manage_training.domain.invitations.own_addresses import masked
from manage_training.domain.invitations.situation import Situation, situation_of
from manage_training.domain.limits.allow import LimitReached, allow
from manage_training.domain.schools.links import successor_of
from manage_training.domain.schools.models import School
from manage_training.domain.schools.search import find
from manage_training.web.access import Request

SHOWN = 20


class SearchForm(Form):
    heading = "Find your school"
    button = "Search"
    search = SearchField(
        "Search for your school",
        hint="Enter its name, postcode, town or unique reference number (URN)",
        missing="Enter the name, postcode, town or URN of your school",
        name="Search",
    )


class ResultsForm(Form):
    school = ChoiceField("Select your school", missing="Select your school")

    def __init__(self, schools: list[School], data: QueryDict | None) -> None:
        super().__init__(data)
        field = cast(ChoiceField, self.fields["school"])
        field.options = [Choice(school.urn, school.name, where(school)) for school in schools]


class OtherContactForm(Form):
    heading = "Tell us how to reach your school"
    button = "Send"
    name = FullNameField("Your full name", missing="Enter your full name", autocomplete="name")
    email = EmailField("Your email address", missing="Enter your email address", autocomplete="email")
    message = TextareaField(
        "Your message",
        hint="For example, which email address we should write to, and how we can check that it is your school's",
        missing="Enter your message",
    )


def search(request: Request) -> HttpResponse:
    """The search, its results, and the choice of one."""
    sent = request.POST if request.method == "POST" else request.GET
    form = SearchForm(sent if "search" in sent else None)
    schools = find(form.cleaned_data["search"], SHOWN + 1) if form.is_valid() else []
    results = ResultsForm(schools[:SHOWN], request.POST if request.method == "POST" and schools else None)
    if results.is_valid():
        return invite(request, results.cleaned_data["school"])
    wrong = results if results.errors else form  # whose errors stand on top
    page = {
        "form": wrong,
        "search": form,
        "results": results,
        "schools": schools[:SHOWN],
        "are_more": len(schools) > SHOWN,
        "back": reverse("public:start"),
    }
    return render(request, "public/find_school.jinja", page, status=422 if wrong.errors else 200)


def invite(request: Request, urn: int) -> HttpResponse:
    """The page of a school that was found: why it cannot be invited, or the button that sends the message."""
    school = get_object_or_404(School, urn=urn)
    situation = situation_of(school)
    page = {"school": school, "caption": school, "back": reverse("public:find-your-school")}
    if request.method == "POST" and situation is not Situation.CAN_BE_INVITED:
        return redirect("public:invite-school", urn)
    if situation is Situation.CLOSED:
        return render(request, "public/school_closed.jinja", page | {"successor": successor_of(school)})
    if situation is not Situation.CAN_BE_INVITED:
        return render(request, f"public/school_{situation.name.lower()}.jinja", page)
    if request.method != "POST":
        return render(request, "public/school_can_be_invited.jinja", page)
    try:
        ask_for_invitation(school, by=request.actor)
    except LimitReached as reached:
        sent = latest_invitation(school)
        page |= {"words": reached.words, "sent_to": masked(sent.sent_to) if sent else ""}
        response = render(request, "public/school_invited_often.jinja", page, status=429)
        response["Retry-After"] = str(reached.wait // timedelta(seconds=1) + 1)
        return response
    return redirect("public:check-your-email", urn)


def check_your_email(request: Request, urn: int) -> HttpResponse:
    """Where the invitation has gone. There is no such page where none has."""
    school = get_object_or_404(School, urn=urn)
    invitation = latest_invitation(school)
    if invitation is None or situation_of(school) is Situation.HAS_TUTOR:
        return redirect("public:invite-school", urn)
    page = {"school": school, "caption": school, "invitation": invitation, "sent_to": masked(invitation.sent_to)}
    return render(request, "public/check_your_email.jinja", page)


def other_contact(request: Request, urn: int) -> HttpResponse:
    """A request for help from somebody whose school we cannot reach by the address on the register."""
    school = get_object_or_404(School, urn=urn)
    form = OtherContactForm(request.POST or None)
    if form.is_valid():
        allow("requests about one school's contact in a day", school.pk)
        ask_for_another_contact(school, **form.cleaned_data, by=request.actor)
        return redirect("public:request-received", urn)
    page = {"school": school, "caption": school, "form": form, "back": reverse("public:invite-school", args=[urn])}
    return render(request, "public/other_contact.jinja", page, status=422 if form.errors else 200)


def request_received(request: Request, urn: int) -> HttpResponse:
    school = get_object_or_404(School, urn=urn)
    return render(request, "public/request_received.jinja", {"school": school, "caption": school})


def where(school: School) -> str:
    """What tells schools of one name apart, and that one is closed before somebody picks it."""
    facts = [school.town, school.postcode, f"URN {school.urn}", "" if school.is_open else "not open"]
    return ", ".join(fact for fact in facts if fact)
