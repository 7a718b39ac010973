"""A list to choose one from, where there are too many answers for radios."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from markupsafe import Markup

from manage_training.design_system.choice_fields import Choice, OptionsMixin
from manage_training.design_system.fields import Question
from manage_training.design_system.forms import GovukField
from manage_training.design_system.remember import Slot

NONE_OF_THEM = "none"


class RowField(Question):
    """One of several rows. The form sets them: `form.fields["hub"].rows = [...]`; the answer is the row.

    Up to ten are radios; more are a list, which every browser lets people search by typing. With `otherwise` one may
    also answer that it is none of them, which comes back as None.
    """

    most_radios = 10
    rows: list[Any]

    def __init__(
        self,
        label: str = "",
        *,
        unchosen: str = "Select one",
        shown: Callable[[Any], object] = lambda row: row,
        otherwise: str = "",
        **options: Any,
    ) -> None:
        super().__init__(label, **options)
        self.unchosen, self.words_of, self.otherwise = unchosen, shown, otherwise
        self.rows = []

    def clean(self, value: Any) -> Model | None:
        return None if self.otherwise and value == NONE_OF_THEM else super().clean(value)

    def to_python(self, value: Any) -> Model | None:
        if value in self.empty_values:
            return None
        for row in self.rows:
            if str(row.pk) == str(value):
                return row  # type: ignore[no-any-return]
        raise ValidationError(self.error_messages["required"], code="choice")

    def prepare_value(self, value: Any) -> Any:
        return value.pk if isinstance(value, Model) else value

    def component(self, bound: GovukField, *, heading: bool, before: object) -> Markup:
        value = "" if bound.value() is None else str(bound.value())
        answers = [(str(row.pk), self.words_of(row)) for row in self.rows]
        if len(answers) > self.most_radios:
            answers = [("", self.unchosen), *answers, *([(NONE_OF_THEM, self.otherwise)] if self.otherwise else [])]
            items = [{"value": Slot(key), "text": Slot(text), "selected": key == value} for key, text in answers]
            return self.with_label("select", bound, {"items": items}, heading=heading, before=before)
        radios = [{"value": Slot(key), "text": Slot(text), "checked": key == value} for key, text in answers]
        if self.otherwise:
            radios.append({"divider": "or"})
            radios.append({"value": NONE_OF_THEM, "text": Slot(self.otherwise), "checked": value == NONE_OF_THEM})
        params = {"idPrefix": bound.input_id, "name": bound.html_name, "items": radios}
        return self.with_legend("radios", bound, params, heading=heading, before=before)


class SelectField(OptionsMixin):
    """One of several as a drop-down list, for a form that narrows a list; questions use radios."""

    def to_python(self, value: Any) -> Any:
        return None if value in self.empty_values else self.chosen(value)

    def component(self, bound: GovukField, *, heading: bool, before: object) -> Markup:
        value = "" if bound.value() is None else str(bound.value())
        items = [
            {"value": Slot(option.value), "text": Slot(option.label), "selected": str(option.value) == value}
            for option in self.options
            if isinstance(option, Choice)
        ]
        return self.with_label("select", bound, {"items": items}, heading=heading, before=before)
