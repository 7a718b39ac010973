"""Declare a journey: an ordered list of steps, each one page with one question. docs/journeys.md shows how."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponseBase
from django.urls import URLPattern

from manage_training.design_system.forms import Form
from manage_training.domain.events.actor import Actor
from manage_training.journeys.answers import Answers
from manage_training.journeys.check import CheckForm
from manage_training.journeys.kept import Rows, keep
from manage_training.journeys.opening import Opening
from manage_training.journeys.path import CHECK, DONE, THROW_AWAY, Entry, Path, walk
from manage_training.journeys.step import Step

JOURNEYS: dict[str, "Journey"] = {}  # every journey of the house, by name: what holds for one is tested for all

Entries = Mapping[str, Entry]  # by step


class Journey:
    """An ordered list of steps and what is done with the answers.

    From it come the URLs, the path for the answers so far, next and back, the guard, the check page with its change
    links, the page titles and the tests.
    """

    def __init__(
        self,
        name: str,
        *steps: Step,
        area: str,
        title: str,
        opens: Callable[..., Opening | HttpResponseBase],
        submit: Callable[[Answers, Actor], object],
        check: Callable[[Answers], bool] = lambda a: True,
        check_form: type[Form] = CheckForm,
    ) -> None:
        self.name, self.steps, self.area, self.title = name, steps, area, title
        self.opens, self.submit = opens, submit
        self.check, self.check_form = check, check_form
        self.names = frozenset(name for step in steps for name in step.names)
        self.templates = f"{area}/journeys/{name.replace('-', '_')}"
        pages = [step.name for step in steps] + [CHECK, DONE, THROW_AWAY]
        if len(set(pages)) < len(pages):
            raise ValueError(f"Two pages of {name} have one name: {', '.join(sorted(pages))}.")
        if reserved := [field for field in self.names if hasattr(Answers, field)]:
            raise ValueError(f"Answers have a {reserved[0]} of their own. Give the field of {name} another name.")
        if name in JOURNEYS:
            raise ValueError(f"There is a journey {name} already. Give this one another name.")
        JOURNEYS[name] = self

    def __repr__(self) -> str:
        return f"Journey({self.name!r})"

    def path(self, context: Mapping[str, Any], entries: Entries, rows: Rows | None = None) -> Path:
        """The path as the draft was saved: costs no look-up unless a condition looks at a row."""

        def saved(step: Step, a: Answers) -> Entry | None:
            entry = entries.get(step.name, {})
            return entry if "values" in entry and entry.get("about") == keep(step.about(a)) else None

        return walk(self.steps, Answers(self.names, context, rows), saved, self.check)

    def judge(self, context: Mapping[str, Any], entries: Entries, rows: Rows | None = None) -> tuple[Path, Entries]:
        """The path with every answer on it validated anew, and the entries with the values that hold now.

        An answer that no longer holds, or is off the path, keeps what was typed and loses its values (rules J3, J4).
        What is assumed is what can be assumed now.
        """
        given = {name: entry for name, entry in entries.items() if "assumed" not in entry}
        held: dict[str, Entry] = {}

        def validated(step: Step, a: Answers) -> Entry | None:
            entry = given.get(step.name) or step.assumed(a)
            if entry is None or entry["about"] != keep(step.about(a)):
                return None
            if (values := step.values(a, entry["typed"])) is None:
                return None
            held[step.name] = {**entry, "values": values}
            return held[step.name]

        found = walk(self.steps, Answers(self.names, context, rows), validated, self.check)
        kept = {name: {k: v for k, v in entry.items() if k != "values"} for name, entry in given.items()}
        return found, kept | held

    @property
    def urls(self) -> tuple[list[URLPattern], str]:
        """For `include()`: a namespace of the journey's name with `start`, `resume`, `throw-away` and `page`."""
        from manage_training.journeys.views import urls_of  # views know journeys; a journey only where its views are

        return urls_of(self), self.name
