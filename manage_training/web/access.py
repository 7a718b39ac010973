"""Who asks, for which organisation, and whether they may: decided here for every route, before its view. Rule A15."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_protect

from manage_training.domain.accounts.models import Membership, User
from manage_training.domain.events.actor import Actor
from manage_training.domain.schools.models import School
from manage_training.web import errors, sessions, unsent
from manage_training.web.policy import POLICY, Rule
from manage_training.web.security_log import note

A_VISITOR = Actor("visitor")
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
LARGEST = 999_999_999  # of the numbers in our addresses: ids, URNs, years


class Request(HttpRequest):
    """A request of anybody. `user` is None and `memberships` empty where nobody is signed in."""

    user: User | None  # type: ignore[assignment]  # ours, not django.contrib.auth's
    memberships: list[Membership]
    actor: Actor
    time_left: tuple[int, bool]  # of the session, as in web/sessions.py; nothing where nobody is signed in


class SignedInRequest(Request):
    """A request of somebody who is signed in, and has accepted the privacy notice where the rule asks for it."""

    user: User


class SchoolRequest(SignedInRequest):
    """A request of a tutor of the school that the URL names."""

    membership: Membership
    school: School


class NoRule(LookupError):
    """A route has no row in web/policy.py."""


class Access:
    """The middleware that asks the policy table. It stands after sessions and before CSRF."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        know(request)
        return self.get_response(request)

    def process_view(
        self, request: Request, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        route = request.resolver_match.view_name if request.resolver_match else ""
        rule = POLICY.get(route)
        if rule is None:
            raise NoRule(f"The route {route} has no row in web/policy.py.")
        if request.method not in rule.methods:
            return HttpResponseNotAllowed(rule.methods)
        if rule.form and request.method == "POST" and not may_be_form(request):
            return errors.page(request, 415)
        if any(isinstance(number, int) and number > LARGEST for number in kwargs.values()):
            raise Http404  # before somebody makes a date of it, or asks the database
        if rule.signed_in and request.user is None:
            return to_sign_in(request)
        if rule.accepted and request.memberships[0].must_accept:  # type: ignore[attr-defined]  # annotated there
            return to_privacy_notice(request)
        if rule.role is not None and not acts_as(request, rule, kwargs):
            note("access refused", request)
            raise Http404  # the same as for one that does not exist
        if request.method == "POST" and request.user is not None:
            unsent.forget_once_sent(request)
        return None


def may_be_form(request: HttpRequest) -> bool:
    """Whether what is posted is a form, or nothing. Anything else would look like an empty form (abuse case M2)."""
    return request.content_type in FORMS or request.META.get("CONTENT_LENGTH") in (None, "", "0")


def know(request: Request) -> None:
    """Find out who is signed in: for every request, as the page for an address that leads nowhere has a header too."""
    request.user, request.actor, request.time_left = None, A_VISITOR, (0, False)
    request.memberships = sessions.memberships_of(request)
    if request.memberships:
        request.time_left = sessions.time_left(request)
        request.user = request.memberships[0].user
        only = request.memberships[0].acting_as if len(request.memberships) == 1 else ""
        request.actor = Actor("user", request.user.pk, only)


def acts_as(request: Request, rule: Rule, kwargs: dict[str, Any]) -> bool:
    """Whether the person has the role for the organisation in the URL; then the request says so from here on."""
    for membership in request.memberships:
        if membership.role == rule.role and (not rule.of or belongs_to(membership, rule.of, kwargs)):
            request.membership = membership  # type: ignore[attr-defined]
            request.school = membership.school  # type: ignore[attr-defined]
            request.actor = Actor("user", membership.user_id, membership.acting_as)
            return True
    return False


def belongs_to(membership: Membership, of: str, kwargs: dict[str, Any]) -> bool:
    return of == "urn" and membership.school is not None and membership.school.urn == kwargs["urn"]


def to_sign_in(request: Request) -> HttpResponse:
    if request.method == "POST" and sessions.timed_out(request):
        return keep_what_was_sent(request)
    return redirect(f"{reverse('public:sign-in')}?{urlencode({'next': request.path})}")


@csrf_protect  # only of our own pages' forms
def keep_what_was_sent(request: HttpRequest) -> HttpResponse:
    """Nothing is done unless they sign in and send it themselves."""
    unsent.keep(request)
    return redirect(f"{reverse('public:sign-in')}?{urlencode({'next': request.path})}")


def to_privacy_notice(request: Request) -> HttpResponse:
    return redirect(f"{reverse('public:privacy-notice')}?{urlencode({'next': request.path})}")
