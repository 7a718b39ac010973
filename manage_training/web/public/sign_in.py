"""Signing in: an address, one message, and its link or code. Rules A1 to A8."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from manage_training.design_system.fields import CodeField, EmailField
from manage_training.design_system.forms import Form, refusals_shown_on
from manage_training.domain.accounts import sign_in
from manage_training.domain.accounts.models import SignInLink
from manage_training.domain.accounts.way_in import WayIn, read_way_in
from manage_training.domain.limits.allow import LimitReached, allow
from manage_training.domain.refusal import Refusal
from manage_training.domain.secrets import new_seed
from manage_training.web import sessions, unsent
from manage_training.web.access import Request
from manage_training.web.security_log import note
from manage_training.web.traffic import address_of
from manage_training.web.where_to import where_to

ASKED = "asked"  # in the session of the browser that asked: the address it typed, and the secret that its code needs


class SignInForm(Form):
    heading = "Sign in"
    email = EmailField("Email address", autocomplete="email", missing="Enter your email address")


class CodeForm(Form):
    heading = "Check your email"
    button = "Sign in"
    code = CodeField("6 digit code")


def show(request: Request) -> HttpResponse:
    way_in = read_way_in(request.GET.get("way_in", "")) or WayIn("", request.GET.get("next", ""))
    if request.user is not None and way_in.email in ("", request.user.email):
        return onwards(way_in.leads_to)
    form = SignInForm(request.POST or None, initial={"email": way_in.email})
    if form.is_valid():
        email, browser = form.cleaned_data["email"], new_seed()
        allow("sign-in emails to one internet connection", address_of(request))
        sign_in.ask(email, browser, where_to(way_in.leads_to))
        request.session[ASKED] = {"email": email, "browser": browser}
        return redirect("public:sign-in-code")
    page = {"form": form, "timed_out": sessions.timed_out(request), "unsent": unsent.waits(request)}
    return render(request, "public/sign_in.jinja", page, status=422 if form.errors else 200)


def code(request: Request) -> HttpResponse:
    """Where somebody waits for the message: the same words for every address. Rule A2."""
    asked = request.session.get(ASKED)
    if asked is None:
        return redirect("public:sign-in")
    form, status = CodeForm(request.POST or None), 422
    if form.is_valid():
        with refusals_shown_on(form):
            try:
                return begin(request, sign_in.use_code(asked["browser"], form.cleaned_data["code"]))
            except Refusal as refusal:
                note(f"code refused ({type(refusal).__name__})", request)
                status = 429 if isinstance(refusal, LimitReached) else 422
                raise
    page = {"form": form, "email": asked["email"]}
    return render(request, "public/sign_in_code.jinja", page, status=status if form.errors else 200)


def link(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link of the message. Looking at it uses nothing up: mail scanners do. Rule A3."""
    try:
        if request.method == "POST":
            return begin(request, sign_in.use_link(token))
        sign_in.look_at_link(token)
    except Refusal as refusal:
        note(f"link refused ({type(refusal).__name__})", request)
        return render(request, "public/sign_in_refused.jinja", {"words": refusal.words}, status=410)
    return render(request, "public/sign_in_link.jinja")


def sign_out(request: HttpRequest) -> HttpResponse:
    sessions.end(request)
    return redirect("public:start")


def begin(request: HttpRequest, used: SignInLink) -> HttpResponse:
    assert used.user is not None  # noqa: S101  a link without a person is refused
    sessions.begin(request, used.user)
    request.session.pop(ASKED, None)
    if unsent.waits(request):
        return redirect("public:unsent")
    return onwards(used.leads_to)


def onwards(leads_to: str) -> HttpResponse:
    return redirect(where_to(leads_to) or "school:choose-school")
