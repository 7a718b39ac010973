from types import ModuleType
from typing import Any

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.fields import DateInputField
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import HTML, Button, Field, Fixed, Layout, Size
from django import forms
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template import engines
from django.urls import path

from manage_training.domain.accounts.models import Membership
from manage_training.domain.organisations.appropriate_bodies import bodies_for
from manage_training.domain.schools.models import School
from manage_training.journeys.models import Draft
from manage_training.web.school.journeys.questions import KINDS

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
WHO = "rival"  # the session's key for who is signed in
RENDERER = DjangoTemplates()
CONTINUE = Button.primary("continue", "Continue")


class Question(forms.Form):
    default_renderer = RENDERER

    def __init__(self, school: School, year: int) -> None:
        super().__init__()
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout(*self.parts(), CONTINUE)

    def parts(self) -> list[Any]:
        raise NotImplementedError


class BodyForm(Question):
    body_kind = forms.ChoiceField(
        widget=forms.RadioSelect,
        label="Which appropriate body will your ECTs be registered with?",
        help_text="An appropriate body checks that each ECT gets the induction they are entitled to. "
        "Your school arranges this with the body itself.",
    )

    def __init__(self, school: School, year: int) -> None:
        super().__init__(school, year)
        there = set(bodies_for(school, year).values_list("kind", flat=True))
        kinds = [Choice(kind.value, words) for kind, words in KINDS.items() if kind in there]
        kinds[-1].divider = "or"
        self.fields["body_kind"].choices = [*kinds, Choice("not_appointed", "We have not appointed one yet")]  # type: ignore[attr-defined]

    def parts(self) -> list[Any]:
        return [Field.radios("body_kind", legend_size=Size.LARGE, legend_tag="h1")]


class MentorForm(Question):
    which_mentor = forms.ChoiceField(
        choices=[Choice("somebody_else", "Somebody else at my school"), Choice("myself", "Myself")],
        widget=forms.RadioSelect,
        label="Which mentor do you want to add?",
    )

    def parts(self) -> list[Any]:
        return [Field.radios("which_mentor", legend_size=Size.LARGE, legend_tag="h1")]


class IdentityForm(Question):
    trn = forms.CharField(
        label="Teacher reference number (TRN)", help_text="7 digits, like 1234567. It may be written “RP 12/34567”."
    )
    date_of_birth = DateInputField(label="Date of birth", help_text="For example, 27 3 1998", require_all_fields=False)

    def parts(self) -> list[Any]:
        return [
            HTML(
                '<p class="govuk-body">You will need their:</p><ul class="govuk-list govuk-list--bullet">'
                "<li>teacher reference number (TRN) and date of birth</li><li>email address</li>"
                "<li>start date of induction at your school</li></ul>"
            ),
            Field.text("trn", field_width=Fixed.TEN),
            Field("date_of_birth", context={"legend_size": Size.for_legend(Size.MEDIUM)}),
            HTML(
                '<p class="govuk-body"><a class="govuk-link" href="/guidance/finding-a-trn/" target="_blank" '
                'rel="noopener noreferrer">What to do if a teacher has no TRN (opens in a new tab)</a></p>'
            ),
        ]


def question(request: HttpRequest, urn: int, draft: str, form: Any, title: str) -> HttpResponse:
    found = Membership.objects.select_related("user", "school")
    membership = get_object_or_404(found, user=request.session.get(WHO), school__urn=urn, ended_at=None)
    begun = get_object_or_404(Draft, pk=draft)
    asked = form(membership.school, begun.context.get("year_start", 0))
    page = {"membership": membership, "draft": begun, "form": asked, "title": title}
    template = engines["django"].get_template("rival/question.html")
    return HttpResponse(template.render(page, request))


def rival() -> WSGIHandler:
    """The rival as a WSGI application, to be made while its middleware is in the settings."""
    routes = ModuleType("rival_urls")

    def page(form: Any, title: str = "") -> Any:
        return lambda request, urn, draft: question(request, urn, draft, form, title)

    routes.urlpatterns = [  # type: ignore[attr-defined]
        path("schools/<int:urn>/<uuid:draft>/body/", page(BodyForm)),
        path("schools/<int:urn>/<uuid:draft>/mentor/", page(MentorForm)),
        path("schools/<int:urn>/<uuid:draft>/identity/", page(IdentityForm, "Find their teaching record")),
    ]

    class Request(WSGIRequest):
        urlconf = routes

    class Handler(WSGIHandler):
        request_class = Request

    return Handler()
