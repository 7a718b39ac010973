"""One call into the owners' components, which remembers what a component looks like and never what it said.

A component's macro costs half a millisecond, most of it the same for every person. So everything that a page or a
person says goes in as a `Slot`. The macro is rendered once for each shape with marks in place of the slots; what was
said is put in afterwards. So the memory holds class names and structure only: no name, no address, no token (ADR 5).
"""

import json
import re
from functools import cache, lru_cache
from typing import Any

from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader
from markupsafe import Markup, escape

# Their macros ask for options that nobody gave, so this environment forgives; pages have a strict one.
OWNERS = Environment(
    loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
    autoescape=True,
    undefined=ChainableUndefined,
)
# Two characters of the private use area: no text of ours has them, and what people type is never searched for marks.
MARK = re.compile("\ue000([0-9]+)\ue001")
LINES = re.compile(r"\s*\n\s*")  # the macros leave many empty ones
SHAPES = 1000


class Slot:
    """A place in a component for text, which is escaped there unless it is markup. An empty one counts as present."""

    __slots__ = ("text",)

    def __init__(self, text: object) -> None:
        self.text = text


def component(name: str, params: dict[str, Any]) -> Markup:
    """The markup of one of the design system's components ("input", "summary-list"), as its owners make it.

    `params` are the options of its macro; leave out what is absent. Every text that is not fixed in this package must
    be a `Slot`, also where it is part of an address.
    """
    slots: list[Slot] = []

    def mark(value: object) -> str:
        if not isinstance(value, Slot):
            raise TypeError(f"A component cannot show {value!r}. Give it text in a Slot.")
        slots.append(value)
        return f"\ue000{len(slots) - 1}\ue001"

    # The key is all that the macro gets to see, so nothing can be remembered that is not in it.
    pieces = shape(name, json.dumps(params, default=mark))
    filled = list(pieces)
    filled[1::2] = [escape(slots[int(index)].text) for index in pieces[1::2]]
    return Markup("".join(filled))  # noqa: S704  pieces come from the owners' macro, slots are escaped above


@lru_cache(maxsize=SHAPES)
def shape(name: str, params: str) -> list[str]:
    """A component rendered with marks, cut at the marks: markup, slot's number, markup, ..."""
    return MARK.split(LINES.sub("\n", macro(name)(json.loads(params))))


@cache
def macro(name: str) -> Any:
    words = name.split("-")
    template = OWNERS.get_template(f"govuk_frontend_jinja/components/{name}/macro.html")
    return getattr(template.module, "govuk" + "".join(word.capitalize() for word in words))
