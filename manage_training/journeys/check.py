"""The check page: what each answer is called, what it says, and where it is changed."""

from collections.abc import Callable, Iterator
from typing import Any

from manage_training.design_system.forms import Form
from manage_training.journeys.answers import Answers
from manage_training.journeys.path import Path, Place


class CheckForm(Form):
    """Nothing to type: it confirms, and says why it could not."""

    heading = "Check your answers"
    button = "Confirm"


class ThrowAwayForm(Form):
    heading = "Are you sure you want to throw this away?"
    button = "Throw away"


def rows_of(path: Path, url: Callable[[str], str]) -> list[tuple[str, object, tuple[str, str]]]:
    """The rows of the summary, each with its Change link."""
    return [
        (label, value, ("Change", f"{url(place.step.name)}?change"))
        for place in path.places
        for label, value in said(place, path.answers)
    ]


def said(place: Place, a: Answers) -> Iterator[tuple[str, object]]:
    """A step's answer in words: its own rows, else one for each field. `a` are all answers."""
    step = place.step
    if step.rows is not None:
        yield from step.rows(a)
        return
    form = step.asked(place.answers)
    for name, field in form.fields.items():
        question: Any = field
        label = step.shown_as if step.shown_as and len(form.fields) == 1 else question.name
        yield form.say(label), question.shown(a[name]) or "Not given"
