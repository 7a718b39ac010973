"""The path of a journey: which pages there are for the answers so far. Nothing here knows of requests or drafts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from manage_training.journeys.answers import Answers
from manage_training.journeys.step import Step

CHECK, DONE, THROW_AWAY = "check", "done", "throw-away"

# The values of a step's answer, as `keep` writes them; None where it has none that holds.
Read = Callable[[Step, Answers], dict[str, Any] | None]


@dataclass(frozen=True)
class Place:
    """A step on the path, and the answers before it: all that it sees."""

    step: Step
    answers: Answers


@dataclass(frozen=True)
class Path:
    """The pages there are, in order: the steps that apply, up to the first without an answer or that stops."""

    places: tuple[Place, ...]
    answers: Answers
    complete: bool = False  # every step that applies has an answer, and none stops
    stop: str | None = None  # the page that explains why it goes no further
    check: bool = True

    @property
    def pages(self) -> list[str]:
        names = [place.step.name for place in self.places]
        if self.stop:
            names.append(self.stop)
        elif self.complete and self.check:
            names.append(CHECK)
        return names

    @property
    def last(self) -> str:
        """As far as one may be: the first step without an answer, the page that stops, or the check."""
        return self.pages[-1]

    def after(self, page: str) -> str:
        """The page that Continue leads to; the last from one that another window has just taken off the path."""
        pages = self.pages
        return pages[pages.index(page) + 1] if page in pages[:-1] else pages[-1]

    def before(self, page: str) -> str | None:
        """The page that Back leads to; None from the first."""
        pages = self.pages
        if page not in pages:
            return pages[-1]
        return pages[pages.index(page) - 1] if page != pages[0] else None

    def ends_with(self, step: Step) -> bool:
        """Whether its answer submits: the last question of a journey without a check page."""
        return self.complete and not self.check and self.places[-1].step is step

    def asks(self, field: str | None) -> Place | None:
        """Where a field is asked."""
        return next((place for place in self.places if field in place.step.fields), None)

    def place(self, page: str) -> Place | None:
        """Where the step of that name stands; None for a page that is no step."""
        return next((place for place in self.places if place.step.name == page), None)


def walk(steps: Iterable[Step], answers: Answers, read: Read, check: Callable[[Answers], bool]) -> Path:
    """Follow the steps as far as the answers go (rule J2). A step sees only what was answered before it on the path."""
    places: list[Place] = []
    for step in steps:
        if not step.applies(answers):
            continue
        places.append(Place(step, answers))
        values = read(step, answers)
        if values is None:
            return Path(tuple(places), answers)
        answers = answers.and_then(values)
        if stop := step.stop(answers):
            return Path(tuple(places), answers, stop=stop)
    return Path(tuple(places), answers, complete=True, check=check(answers))
