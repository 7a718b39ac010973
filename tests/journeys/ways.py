"""To every page of a journey, answers that lead there: found by trying, at each question, each answer worth trying."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from manage_training.design_system.choice_fields import Choice
from manage_training.design_system.date_field import DateField
from manage_training.design_system.fields import EmailField
from manage_training.design_system.select_field import NONE_OF_THEM, RowField
from manage_training.domain.clock import today
from manage_training.journeys.journey import Journey
from manage_training.journeys.kept import keep
from manage_training.journeys.path import CHECK, Path, Place
from manage_training.journeys.step import Typed
from tests.journeys.contexts import STARTS

AT_MOST = 400


def ways(journey: Journey, context: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """For each page that was found, a draft's answers with which one stands there."""
    found: dict[str, dict[str, Any]] = {}
    everything = {*(step.name for step in journey.steps), CHECK}
    paths: set[tuple[str, ...]] = set()
    to_go: list[dict[str, Any]] = [{}]
    for _ in range(AT_MOST):
        if not to_go or everything <= found.keys():
            break
        entries = to_go.pop()
        path, held = journey.judge(context, entries)
        for page in path.pages:
            found.setdefault(page, dict(held))
        place = path.place(path.last)
        here = (*path.pages, *chosen(path))
        if place is None or here in paths:
            continue
        paths.add(here)
        about = keep(place.step.about(place.answers))
        for typed in worth_trying(journey, place):
            to_go.append({**held, place.step.name: {"typed": typed, "about": about, "saved": 1}})
    return found


def chosen(path: Path) -> Iterator[str]:
    """What was chosen, and what was found out: two ways may have the same pages so far and part later."""
    for place in path.places:
        choices = [name for name, field in place.step.fields.items() if hasattr(field, "options")]
        yield from (str(path.answers[name]) for name in (*choices, *place.step.gives))


def worth_trying(journey: Journey, place: Place) -> Iterator[Typed]:
    """Whole answers to a question: the first that each field may have, then the second of each, and so on."""
    parts = [list(typed(journey, name, field)) for name, field in place.step.asked(place.answers).fields.items()]
    for number in range(max(map(len, parts), default=1)):
        yield {key: texts for some in parts for key, texts in some[number % len(some)].items()}


def typed(journey: Journey, name: str, field: Any) -> Iterator[Typed]:
    """What one field may be answered with."""
    texts = STARTS[journey.name].worth_trying.get(name)
    if isinstance(field, DateField):
        days = texts or [f"{day.day} {day.month} {day.year}" for day in (date(2022, 9, 1), date(2023, 9, 1), today())]
        for text in days:
            yield {f"{name}-{part}": [each] for part, each in zip(("day", "month", "year"), text.split(), strict=True)}
        return
    if texts is None and hasattr(field, "options"):
        texts = [str(option.value) for option in field.options if isinstance(option, Choice)]
    if texts is None and isinstance(field, RowField):
        texts = [*(str(row.pk) for row in field.rows[:5]), *([NONE_OF_THEM] if field.otherwise else [])]
    if texts is None:
        texts = ["leah@school.example"] if isinstance(field, EmailField) else ["Leah Morris", "1234567"]
    yield from ({name: [text]} for text in texts)
