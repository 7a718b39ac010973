"""Random answers to a journey, leaning towards what gets far: else few would reach the later questions."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from manage_training.design_system.date_field import DateField
from manage_training.design_system.fields import Choice, EmailField
from manage_training.domain.clock import today
from manage_training.journeys.journey import Journey
from manage_training.journeys.kept import keep
from manage_training.journeys.path import Place
from manage_training.journeys.step import Typed
from tests.journeys.contexts import STARTS

TEXTS = ["Leah Morris", "Ned Nash", "1234567", ""]
SOMETIMES = st.sampled_from([False] * 5 + [True])


def typed(data: st.DataObject, journey: Journey, place: Place) -> Typed:
    """What somebody might type at this question."""
    form = place.step.asked(place.answers)
    typed: Typed = {}
    for name, field in form.fields.items():
        if name in STARTS[journey.name].worth_trying and isinstance(field, DateField):
            day = data.draw(st.sampled_from(STARTS[journey.name].worth_trying[name])).split()
            typed |= {f"{name}-{part}": [text] for part, text in zip(("day", "month", "year"), day, strict=True)}
        elif name in STARTS[journey.name].worth_trying:
            typed[name] = [data.draw(st.sampled_from(STARTS[journey.name].worth_trying[name]))]
        elif hasattr(field, "options"):
            values = [str(option.value) for option in field.options if isinstance(option, Choice)]
            typed[name] = [data.draw(st.sampled_from([*values, *values, "nonsense"]))]
        elif isinstance(field, DateField):
            day = data.draw(st.sampled_from([date(2022, 9, 1), date(2023, 9, 1), today()])) + timedelta(
                days=data.draw(st.integers(-200, 200))
            )
            typed |= {f"{name}-day": [str(day.day)], f"{name}-month": [str(day.month)], f"{name}-year": [str(day.year)]}
        elif isinstance(field, EmailField):
            typed[name] = [data.draw(st.sampled_from(["leah@school.example", "LEAH@school.example", "nobody"]))]
        else:
            typed[name] = [data.draw(st.sampled_from(TEXTS))]
    return typed


def entries(data: st.DataObject, journey: Journey, context: dict[str, Any]) -> dict[str, Any]:
    """A draft's answers: some stale ones first, then answers along the path as far as they go, changed now and then."""
    some: dict[str, Any] = {}
    path = journey.path(context, some)
    for round in range(2 * len(journey.steps)):
        place = path.place(path.last)
        if back := bool(round and data.draw(SOMETIMES)):
            place = data.draw(st.sampled_from(path.places))  # goes back and answers differently
        if place is None:
            break
        new = typed(data, journey, place)
        answer: dict[str, Any] = {"typed": new, "about": keep(place.step.about(place.answers)), "saved": round}
        if (values := place.step.values(place.answers, new)) is not None:
            answer["values"] = values
        some[place.step.name] = answer
        path = journey.path(context, some)
        assumes = any(step.assumes for step in journey.steps)
        if back or assumes or (path.last in some and path.last != place.step.name):  # else what was judged holds still
            path, judged = journey.judge(context, some)
            some = dict(judged)
    return dict(journey.judge(context, some)[1])
