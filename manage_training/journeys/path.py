"""The path of a journey: which pages there are for the answers so far. Nothing here knows of requests or drafts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from manage_training.journeys.answers import Answers
from manage_training.journeys.step import Step

CHECK, DONE, THROW_AWAY = "check", "done", "throw-away"

# A step's answer: what was typed, its `values` as `keep` writes them, what it is about, the version that saved it, and
# whether it was only assumed.
Entry = Mapping[str, Any]

# The answer of a step that holds, for the answers before it; None where there is none.
Read = Callable[[Step, Answers], Entry | None]


@dataclass(frozen=True)
class Place:
    """A step on the path, and the answers before it: all that it sees."""

    step: Step
    answers: Answers
    assumed: bool = False  # nobody was asked: Continue and Back lead past it


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
        behind = pages[pages.index(page) + 1 :] if page in pages else []
        return next((name for name in behind if not self.passes(name)), pages[-1])

    def before(self, page: str) -> str | None:
        """The page that Back leads to; None from the first."""
        pages = self.pages
        if page not in pages:
            return pages[-1]
        ahead = reversed(pages[: pages.index(page)])
        return next((name for name in ahead if not self.passes(name)), None)

    def passes(self, page: str) -> bool:
        """Whether a page has only an assumed answer, so that it is not shown on the way (rule J12)."""
        place = self.place(page)
        return place is not None and place.assumed

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
        entry = read(step, answers)
        places.append(Place(step, answers, assumed=bool(entry and "assumed" in entry)))
        if entry is None:
            return Path(tuple(places), answers)
        answers = answers.and_then(entry["values"])
        if stop := step.stop(answers):
            return Path(tuple(places), answers, stop=stop)
    return Path(tuple(places), answers, complete=True, check=check(answers))
