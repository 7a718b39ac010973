from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from manage_training.design_system.date_field import DayMonthYear
from manage_training.design_system.forms import Form
from manage_training.journeys.answers import Answers
from manage_training.journeys.kept import keep

Typed = dict[str, list[str]]  # what was posted for one step


@dataclass(frozen=True)
class Step:
    """One page with one question; or with none, where the form has a heading and no field, and Continue passes it."""

    name: str  # as in the URL
    form: type[Form]
    # Whether it is asked at all, for the answers before it.
    applies: Callable[[Answers], bool] = lambda a: True
    # The name of the page that ends the journey here, for the answers up to this one, and explains why.
    stop: Callable[[Answers], str | None] = lambda a: None
    # What the answer is about: asked again when that has changed. "Yes, that is them" is about one person.
    about: Callable[[Answers], object] = lambda a: None
    # What the form's `clean` finds out and adds to its values, for the steps behind it; typed by nobody.
    gives: Sequence[str] = ()
    # What is taken for the answer while nobody has given one, as it would be typed; None where it is asked: the check
    # page says it, and its Change link asks (rule J12).
    assumes: Callable[[Answers], Typed | None] | None = None
    # What its row is called on the check page; the field's own label where it says nothing.
    shown_as: str = ""
    # Its rows on the check page, where they are not what was typed; [] for none.
    rows: Callable[[Answers], Sequence[tuple[str, object]]] | None = None

    @property
    def names(self) -> set[str]:
        """What answers it adds: those that are typed, and those that follow from them."""
        return {*self.fields, *self.gives}

    @property
    def fields(self) -> Mapping[str, forms.Field]:
        return self.form.base_fields

    def asked(self, a: Answers, typed: Typed | None = None) -> Form:
        """The form as it stands on the page, {names} in its words filled, and made ready by its own `prepare(a)`."""
        form = self.form(None if typed is None else MultiValueDict(typed), words=a)
        if prepare := getattr(form, "prepare", None):
            prepare(a)
        return form

    def typed(self, posted: MultiValueDict[str, str]) -> Typed:
        """What was posted for this step's own fields: whatever else came with it is nobody's answer (rule J7).

        Of a field sent twice the last counts, as for every form, unless it takes several.
        """
        own: Typed = {}
        for name, field in self.fields.items():
            several = isinstance(field.widget, forms.SelectMultiple)
            for key in inputs_of(field, name):
                if texts := posted.getlist(key) if several else posted.getlist(key)[-1:]:
                    own[key] = texts
        return {key: texts for key, texts in own.items() if not any("\0" in text for text in texts)}

    def assumed(self, a: Answers) -> dict[str, Any] | None:
        """What is taken for the answer, as a draft keeps an answer; None where it has to be asked."""
        typed = self.assumes(a) if self.assumes else None
        return None if typed is None else {"typed": typed, "about": keep(self.about(a)), "assumed": True}

    def values(self, a: Answers, typed: Typed) -> dict[str, Any] | None:
        """The answer's values as a draft keeps them; None where what was typed does not hold."""
        form = self.asked(a, typed)
        return {name: keep(value) for name, value in form.cleaned_data.items()} if form.is_valid() else None


def inputs_of(field: forms.Field, name: str) -> list[str]:
    """The names of a field's inputs: one, or those of the day, month and year of a date."""
    return field.widget.names(name) if isinstance(field.widget, DayMonthYear) else [name]
