"""What page templates may call. Each function takes words and addresses and gives markup."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.forms import Form as DjangoForm
from markupsafe import Markup, escape

from manage_training.design_system.forms import Form, GovukField
from manage_training.design_system.remember import Slot, component

OPENS = " (opens in a new tab)"


def field(bound: GovukField, *, heading: bool = False, before: object = "") -> Markup:
    """A question: `{{ field(form.email) }}`. With `heading` its label or legend is the page's h1."""
    return bound.component(heading=heading, before=before)


def error_summary(form: DjangoForm | None) -> Markup:
    """What is wrong with a form, each linked to the input to change; nothing where nothing is."""
    if not isinstance(form, Form) or not form.errors:
        return Markup()
    errors = [{"href": Slot(f"#{input_id}"), "text": Slot(words)} for input_id, words in form.wrong]
    return component("error-summary", {"titleText": "There is a problem", "errorList": errors})


def button(
    text: str, href: str = "", *, kind: str = "", start: bool = False, name: str = "", value: str = ""
) -> Markup:
    """A button that sends the form around it, or with `href` a link that looks like one. `kind`: secondary, warning."""
    params: dict[str, Any] = {"text": Slot(text), "preventDoubleClick": not href}
    if href:
        params["href"] = Slot(href)
    if kind:
        params["classes"] = f"govuk-button--{kind}"
    if start:
        params["isStartButton"] = True
    if name:
        params |= {"name": Slot(name), "value": Slot(value)}
    return component("button", params)


# Key and value, and where it can be changed the link's words, its address, and what it changes for those who hear it
# without its row: ("Programme", "Your own programme", ("Change", "/schools/123/programme/", "programme")).
Row = Sequence[Any]


def summary(rows: Iterable[Row], *, borders: bool = True) -> Markup:
    """A list of keys and values. A row is (key, value) or (key, value, link) or (key, value, [link, link])."""
    items = []
    for key, value, *actions in rows:
        row: dict[str, Any] = {"key": {"text": Slot(key)}, "value": {"text": Slot(value)}}
        links = actions[0] if actions and isinstance(actions[0], list) else actions
        row["actions"] = {"items": [action(key, *link) for link in links if link]}
        items.append(row)
    return component(
        "summary-list", {"rows": items} | ({} if borders else {"classes": "govuk-summary-list--no-border"})
    )


def action(key: object, text: str, url: str, hidden: str = "") -> dict[str, Any]:
    what = hidden or str(key)[:1].lower() + str(key)[1:]
    return {"text": Slot(text), "href": Slot(url), "visuallyHiddenText": Slot(what)}


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[object]], *, caption_size: str = "m") -> Markup:
    """A table whose first column names the row. A cell may be markup (a link)."""
    return component(
        "table",
        {
            "caption": Slot(caption),
            "captionClasses": f"govuk-table__caption--{caption_size}",
            "firstCellIsHeader": True,
            "head": [{"text": Slot(text)} for text in head],
            "rows": [[{"text": Slot(cell)} for cell in row] for row in rows],
        },
    )


def tabs(items: Iterable[tuple[object, str, bool]], *, label: str = "Academic years") -> Markup:
    """Tabs that are links to pages of their own: (text, address, whether it is this page). They work without script."""
    links = Markup()
    for text, url, here in items:
        selected = Markup(" govuk-tabs__list-item--selected") if here else ""
        current = Markup(' aria-current="page"') if here else ""
        links += Markup(
            '<li class="govuk-tabs__list-item{}"><a class="govuk-tabs__tab" href="{}"{}>{}</a></li>'
        ).format(selected, url, current, text)
    return Markup('<nav class="govuk-tabs app-tabs" aria-label="{}"><ul class="govuk-tabs__list">{}</ul></nav>').format(
        label, links
    )


def panel(title: str, body: object = "") -> Markup:
    """The green panel of a thing done. Its title is the page's h1."""
    return component("panel", {"titleText": Slot(title)} | ({"text": Slot(body)} if body else {}))


def inset(text: object) -> Markup:
    return component("inset-text", {"text": Slot(text)})


def details(summary: str, text: object) -> Markup:
    """Words that open on demand, for what most people do not need."""
    return component("details", {"summaryText": Slot(summary), "text": Slot(text)})


def warning(text: object) -> Markup:
    return component("warning-text", {"text": Slot(text), "iconFallbackText": "Warning"})


def banner(text: object, *, success: bool = False) -> Markup:
    """A notification above the page's heading; `success` for what the person has just done."""
    params: dict[str, Any] = {"html" if isinstance(text, Markup) else "text": Slot(text)}
    return component("notification-banner", params | ({"type": "success"} if success else {}))


def tag(text: str, colour: str = "") -> Markup:
    return component("tag", {"text": Slot(text)} | ({"classes": f"govuk-tag--{colour}"} if colour else {}))


def link(text: object, url: str, *, new_tab: bool = False, hidden: str = "") -> Markup:
    """A link. `new_tab` opens one and says so; `hidden` tells those who hear it alone what "Change" changes."""
    more = Markup(' <span class="govuk-visually-hidden">{}</span>').format(hidden) if hidden else ""
    if new_tab:
        said = text if "(opens in" in str(text) else escape(text) + OPENS
        return Markup('<a class="govuk-link" href="{}" target="_blank" rel="noopener noreferrer">{}{}</a>').format(
            url, said, more
        )
    return Markup('<a class="govuk-link" href="{}">{}{}</a>').format(url, text, more)


def back_link(url: str, text: str = "Back") -> Markup:
    return component("back-link", {"text": Slot(text), "href": Slot(url)})
