"""What stands around every page: the caption above its heading, the navigation, the phase banner."""

from functools import cache, partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from manage_training.design_system.components import link
from manage_training.design_system.remember import Slot, component


def one_token(request: HttpRequest) -> dict[str, object]:
    """A context processor: the forms of a page share a token, as in Django's own templates.

    In Jinja's it would be masked anew for each of them, at 32 random letters each time.
    """
    return {"csrf_input": SimpleLazyObject(partial(csrf_input, request))}


@pass_context
def page_caption(context: Context) -> Markup:
    """The line above the h1: the page's own `caption`, else the school that the page is about, else nothing."""
    text = context.get("caption") or getattr(context.get("request"), "school", None)
    return CAPTION % text if text else Markup()


@pass_context
def signed_in(context: Context) -> bool:
    """Whether the page is one of somebody who is signed in."""
    return getattr(context.get("request"), "user", None) is not None


@pass_context
def service_navigation(context: Context) -> Markup:
    """The service's name, and for somebody who is signed in their school and the way out."""
    params: dict[str, Any] = {"serviceName": settings.SERVICE_NAME, "serviceUrl": "/"}
    if signed_in(context):
        params |= {"slots": {"navigationEnd": Slot(own_links(context))}, "collapseNavigationOnMobile": False}
        params["navigationLabel"] = "Your account"
    return component("service-navigation", params)


# Filled with %, as `Markup.format` costs four times that, on every page.
CAPTION = Markup('<span class="govuk-caption-l">%s</span>')
PAGE = Markup('<a class="govuk-service-navigation__link" href="%s">%s</a>')
# Signing out changes something, so it is a form and not a link: a picture in an email cannot do it (abuse case E5).
ITEM = Markup('<li class="govuk-service-navigation__item">%s</li>')
SIGN_OUT = Markup(
    '<li class="govuk-service-navigation__item"><form method="post" action="%s" novalidate>%s'
    '<button type="submit" class="govuk-service-navigation__link app-link-button">Sign out</button></form></li>'
)


def own_links(context: Context) -> Markup:
    request = context["request"]
    items = Markup()
    if school := getattr(request, "school", None):
        items += ITEM % (PAGE % (reverse("school:dashboard", args=[school.urn]), school))
    if len(request.memberships) > 1:
        items += ITEM % (PAGE % (reverse("school:choose-school"), "Change school"))
    return items + SIGN_OUT % (reverse("public:sign-out"), context["csrf_input"])


@cache
def skip_link() -> Markup:
    return component("skip-link", {"href": "#main-content", "text": "Skip to main content"})


@cache
def phase_banner() -> Markup:
    words = Markup("This is a new service. {} and we will improve it.").format(
        link("Tell us what you think", reverse("public:contact"))
    )
    return component("phase-banner", {"tag": {"text": "Beta"}, "html": Slot(words)})
