"""What in a page's HTML would keep somebody out, by the numbers of docs/accessibility.md.

axe, html-validate and people look at other things. What is looked for here needs no browser, so that every page can be
looked at, with its errors, each time.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from tests.design_system.html import Element, Html

SERVICE = "Manage training for early career teachers"
LONGEST_NAME = 100
HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
TYPED = ("input", "select", "textarea")
NUMERIC_DAY = re.compile(r"\b\d{1,2}/\d{1,2}/\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b")
HELP = ["Contact", "Glossary", "Cookies", "Accessibility", "Privacy"]


class Page(Html):
    """A page with its parts that several checks ask for."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text
        (self.main,) = self["main"]
        self.headings = [each for each in self.all if each.tag in HEADINGS]
        self.summary = next(iter(self.with_class("govuk-error-summary")), None)
        self.title = self["title"][0].words
        self.typed = [each for each in self.all if each.tag in TYPED and each.get("type") != "hidden"]

    def has(self, name: str) -> bool:
        return any(each.get("id") == name for each in self.all)

    def inside(self, outer: Element, tags: tuple[str, ...]) -> list[Element]:
        """The elements of these kinds in another, in their order."""
        return [each for each in self.all if each.tag in tags and each.is_in(outer)]

    def label_of(self, typed: Element) -> Element | None:
        return next((each for each in self["label"] if each.get("for") == typed.get("id")), None)


def barriers(pages: Mapping[str, str]) -> list[str]:
    """What stands in somebody's way on pages, given by name: which page, the number of the check, and what."""
    return [
        f"{name}: {number}: {what}"
        for name, text in pages.items()
        for page in [Page(text)]
        for number, check in CHECKS.items()
        for what in check(page)
    ]


def title_says_the_heading(page: Page) -> Iterator[str]:
    plain = page.title.removeprefix("Error: ")
    if plain != SERVICE and not plain.endswith(f" - {SERVICE}"):
        yield f"the title “{page.title}” does not name the service"
    if not any(each.words in plain for each in page["h1"]):
        yield f"the title “{page.title}” is not the heading"


def title_says_error(page: Page) -> Iterator[str]:
    if page.title.startswith("Error: ") != (page.summary is not None):
        yield f"the title “{page.title}” and the error summary do not agree"


def one_heading_and_no_level_skipped(page: Page) -> Iterator[str]:
    if len(page["h1"]) != 1:
        yield f"{len(page['h1'])} main headings"
    own = [each for each in page.headings if "govuk-error-summary__title" not in each.get("class", "")]
    for before, after in pairwise(own):
        if int(after.tag[1]) > int(before.tag[1]) + 1:
            yield f"{after.tag} “{after.words}” follows {before.tag}"


def names_are_short(page: Page) -> Iterator[str]:
    for typed in page.typed:
        label = page.label_of(typed)
        if label is None or not label.words:
            yield f"{typed.get('name')} has no label"
        elif len(label.words) > LONGEST_NAME:
            yield f"{typed.get('name')} is called “{label.words}”"
    for legend in page["legend"]:
        if not legend.words or len(legend.words) > LONGEST_NAME:
            yield f"a group is called “{legend.words}”"


def summary_is_first(page: Page) -> Iterator[str]:
    if page.summary is None:
        return
    inside = page.inside(page.main, ("h1", "h2", "p", "form", "a", "div"))
    words = [each for each in inside if each.words]
    first = next((each for each in words if each.tag != "div" or "govuk-error-summary" in each.get("class", "")), None)
    if first is not page.summary:
        yield "something stands before the error summary"
    if not [each for each in page.inside(page.summary, ("h2",)) if each.words == "There is a problem"]:
        yield "the error summary has no heading"
    if not [each for each in page.inside(page.summary, ("div",)) if each.get("role") == "alert"]:
        yield "the error summary is no alert"


def errors_lead_to_their_inputs(page: Page) -> Iterator[str]:
    if page.summary is None:
        return
    messages = {each.get("id", ""): each.words.removeprefix("Error:").strip() for each in page.with_class(ERROR)}
    order = []
    for link in page.inside(page.summary, ("a",)):
        target = link["href"].removeprefix("#")
        typed = next((each for each in page.typed if each.get("id") == target), None)
        if typed is None:
            yield f"“{link.words}” leads to no input"
            continue
        order.append(next(place for place, each in enumerate(page.all) if each is typed))
        described = [each.get("aria-describedby", "").split() for each in (typed, *typed.around)]
        said = [messages[name] for names in described for name in names if name in messages]
        if link.words not in said:
            yield f"“{link.words}” is not said at {target}"
    if order != sorted(order):
        yield "the summary's errors are in another order than the inputs"


ERROR = "govuk-error-message"


def one_name_leads_to_one_place(page: Page) -> Iterator[str]:
    targets = defaultdict(set)
    for link in page["a"]:
        if link.get("href"):
            targets[link.words].add(link["href"])
    for form in page["form"]:
        for button in page.inside(form, ("button",)):
            carried = [(each.get("name"), each.get("value")) for each in page.inside(form, ("input",))]
            about = tuple(pair for pair in carried if pair[0] != "csrfmiddlewaretoken")
            targets[button.words].add((form.get("action", ""), button.get("value", ""), about))
    for name, places in targets.items():
        if len(places) > 1:
            yield f"“{name}” leads to {len(places)} places"
        if not name:
            yield f"{places} has no name"


def order_is_that_of_the_page(page: Page) -> Iterator[str]:
    yield from (f"tabindex {each['tabindex']}" for each in page.all if int(each.get("tabindex") or 0) > 0)
    yield from (f"autofocus at {each.get('name')}" for each in page.all if "autofocus" in each)


def nothing_is_hidden_behind_an_answer(page: Page) -> Iterator[str]:
    yield from (f"{each.get('name')} reveals something" for each in page.all if "data-aria-controls" in each)


def language_and_days(page: Page) -> Iterator[str]:
    if page["html"][0].get("lang") != "en":
        yield "the page does not say its language"
    yield from (f"“{found}” is no day in words" for found in NUMERIC_DAY.findall(page.main.words))


def only_ones_own_data_is_filled_in(page: Page) -> Iterator[str]:
    for each in page.typed:
        kind, name = each.get("type", "text"), each.get("name", "")
        if kind == "number":
            yield f"{name} is of the kind whose number a mouse wheel changes"
        if kind == "email" and each.get("spellcheck") != "false":
            yield f"{name} is spell-checked"
        if ABOUT_SOMEBODY.search(name) and kind in ("text", "email", "tel") and not each.get("autocomplete"):
            yield f"{name} says nothing of whose it is"


ABOUT_SOMEBODY = re.compile(r"name|email|trn|date_of_birth|national_insurance|code$")


def help_is_where_it_always_is(page: Page) -> Iterator[str]:
    shown = [link.words for footer in page["footer"] for link in page.inside(footer, ("a",))]
    if shown != HELP:
        yield f"the footer leads to {shown}"


def tables_say_what_their_cells_are(page: Page) -> Iterator[str]:
    for table in page["table"]:
        caption = page.inside(table, ("caption",))
        if not caption or not caption[0].words:
            yield "a table has no caption"
        yield from (f"“{each.words}” heads nothing" for each in page.inside(table, ("th",)) if not each.get("scope"))


def landmarks_and_a_link_past_them(page: Page) -> Iterator[str]:
    for tag in ("header", "footer", "main"):
        if len(page[tag]) != 1:
            yield f"{len(page[tag])} of {tag}"
    first = page["a"][0]
    if "govuk-skip-link" not in first.get("class", "") or not page.has(first["href"].removeprefix("#")):
        yield "the first link does not lead to the content"
    names = [each.get("aria-label") or each.get("aria-labelledby") for each in page["nav"]]
    if len(names) != len({*names}):
        yield f"navigations of one name: {names}"


def alerts_are_what_has_just_happened(page: Page) -> Iterator[str]:
    for each in page.all:
        if each.get("role") == "alert" and page.summary is None and "notification" not in each.get("class", ""):
            yield f"“{each.words[:60]}” is announced as an alert"


def no_new_windows_unawares(page: Page) -> Iterator[str]:
    """But where the link says so, in the guide's words."""
    for each in page["a"]:
        if each.get("target") and not ("(opens in" in each.words and "noopener" in each.get("rel", "")):
            yield f"“{each.words}” opens a new window"


CHECKS: dict[str, Callable[[Page], Iterator[str]]] = {
    "3": title_says_the_heading,
    "4": title_says_error,
    "5": one_heading_and_no_level_skipped,
    "6": names_are_short,
    "7": summary_is_first,
    "8": errors_lead_to_their_inputs,
    "9": one_name_leads_to_one_place,
    "10": order_is_that_of_the_page,
    "17": nothing_is_hidden_behind_an_answer,
    "20": language_and_days,
    "21": only_ones_own_data_is_filled_in,
    "25": help_is_where_it_always_is,
    "29": tables_say_what_their_cells_are,
    "31": landmarks_and_a_link_past_them,
    "33": alerts_are_what_has_just_happened,
    "34": no_new_windows_unawares,
}
