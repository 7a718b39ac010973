"""The Jinja environment of every page: where templates are found, what they may call, how a slip in one is noticed."""

import sys
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from types import FrameType
from typing import Any

from django.conf import settings
from django.templatetags.static import static as find_static
from django.urls import reverse
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, FileSystemLoader, PackageLoader, TemplateNotFound
from markupsafe import Markup

from manage_training.design_system import components, page_parts
from manage_training.design_system.remember import component
from manage_training.domain.dates import words

OWNERS = "govuk_frontend_jinja"
# The owners' page template has one script that is not in a file, which our policy forbids (SECURE_CSP).
INLINE = """<script {%- if cspNonce %} nonce="{{ cspNonce }}"{% endif %}>document.body.className += ' js-enabled' + ('noModule' in HTMLScriptElement.prototype ? ' govuk-frontend-supported' : '');</script>"""  # noqa: E501
IN_A_FILE = """<script src="{{ static('design_system/js-enabled.js') }}"></script>"""
# Each of these costs every page a comparison of all names in it, and layout.jinja fills the blocks that use them.
UNUSED = [
    f'{{% from "govuk_frontend_jinja/components/{name}/macro.html" import {macro} -%}}\n'
    for name, macro in (
        ("skip-link", "govukSkipLink"),
        ("header", "govukHeader"),
        ("service-navigation", "govukServiceNavigation"),
        ("footer", "govukFooter"),
    )
]


class OwnersTemplates(PackageLoader):
    """The design system's own templates, with that script moved into a file and without those imports."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool] | None]:
        folder, _, name = template.partition("/")
        if folder != OWNERS:
            raise TemplateNotFound(template)
        source, filename, fresh = super().get_source(environment, name)
        if name == "template.html":
            for piece, instead in [(INLINE, IN_A_FILE), *((each, "") for each in UNUSED)]:
                if source.count(piece) != 1:
                    raise RuntimeError("GOV.UK Frontend's page template has changed. See what it has now.")
                source = source.replace(piece, instead)
        return source, filename, fresh


class Missing(ChainableUndefined):
    """A name that nobody gave: an error in a page of ours, nothing in the owners', which ask for every option."""

    __slots__ = ()

    def owners_ask(self) -> bool:
        frame: FrameType | None = sys._getframe(2)
        while frame is not None:
            if "debug_info" in frame.f_globals and "blocks" in frame.f_globals:  # the module of a compiled template
                return str(frame.f_globals["name"]).startswith(f"{OWNERS}/")
            frame = frame.f_back
        return False

    def forgive_owners(self) -> None:
        if not self.owners_ask():
            self._fail_with_undefined_error()

    def __getattr__(self, name: str) -> Any:
        if name[:2] == name[-2:] == "__":
            raise AttributeError(name)
        self.forgive_owners()
        return self

    def __getitem__(self, name: str) -> Any:
        self.forgive_owners()
        return self

    def __str__(self) -> str:
        self.forgive_owners()
        return ""

    __html__ = __str__

    def __iter__(self) -> Iterator[Any]:
        self.forgive_owners()
        return iter(())

    def __len__(self) -> int:
        self.forgive_owners()
        return 0

    def __bool__(self) -> bool:
        self.forgive_owners()
        return False

    def __eq__(self, other: object) -> bool:
        self.forgive_owners()
        return isinstance(other, Missing)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = None  # type: ignore[assignment]


@cache
def static(path: str) -> str:
    """The address of a file of ours. It is the same for as long as a process runs."""
    return find_static(path)


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a page, by its route's name."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def years(start: int) -> str:
    """An academic year as it is written everywhere: 2022 to 2023."""
    return f"{start} to {start + 1}"


def day(value: date | None) -> str:
    return words(value) if value else ""


def environment(**options: Any) -> Environment:
    """Django's Jinja2 backend calls this once. `fixed("footer.jinja")` renders what is the same on every page once."""
    rooms = settings.ROOT / "manage_training"
    made = Environment(  # noqa: S701  it is on, below
        **options
        | {
            "autoescape": True,
            "undefined": Missing,
            "trim_blocks": True,
            "lstrip_blocks": True,
            "loader": ChoiceLoader(
                [
                    FileSystemLoader([rooms / "design_system" / "templates", rooms / "web", rooms]),
                    OwnersTemplates(OWNERS),
                ]
            ),
        }
    )
    made.globals |= {
        name: getattr(components, name)
        for name in (
            "back_link banner button details error_summary field inset link panel summary table tabs tag warning"
        ).split()
    }
    made.globals |= {
        "component": component,
        "fixed": cache(lambda name: Markup(made.get_template(name).render())),  # noqa: S704  a template of ours
        "govuk_font": settings.GOVUK_FONT,
        "page_caption": page_parts.page_caption,
        "signed_in": page_parts.signed_in,
        "skip_link": page_parts.skip_link,
        "phase_banner": page_parts.phase_banner,
        "service": settings.SERVICE_NAME,
        "service_navigation": page_parts.service_navigation,
        "static": static,
        "support_email": settings.SUPPORT_EMAIL,
        "url": url,
    }
    made.filters |= {"words": day, "years": years}
    return made
