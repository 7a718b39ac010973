from collections.abc import Iterable
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from markupsafe import Markup

from manage_training.design_system.forms import GovukField
from manage_training.design_system.question import Question
from manage_training.design_system.remember import Slot


class Choice(NamedTuple):
    """One radio or checkbox. `value` is what comes back, written with str() in the page."""

    value: Any
    label: str
    hint: str = ""


# What a field takes: values with labels, or Choices; a plain text is a divider ("or").
Choices = Iterable[Any]


class OptionsMixin(Question):
    """Answers to choose from. May be set again on a form's field: `form.fields["school"].options = [...]`."""

    def __init__(
        self,
        label: str = "",
        choices: Choices = (),
        *,
        wrong: str = "",
        **options: Any,
    ) -> None:
        super().__init__(label, **options)
        self.error_messages["choice"] = wrong or self.error_messages["required"]
        self.choices = choices

    @property
    def options(self) -> list[Choice | str]:
        choices = getattr(self.choices, "choices", self.choices)  # an enumeration's, or as they are
        return [each if isinstance(each, str) else Choice(*each) for each in choices]

    @options.setter
    def options(self, choices: Choices) -> None:
        self.choices = choices

    def chosen(self, value: Any) -> Any:
        """The value of the option that stands in the page as this text."""
        for option in self.options:
            if isinstance(option, Choice) and str(option.value) == str(value):
                return option.value
        raise ValidationError(self.error_messages["choice"], code="choice")

    def items(self, checked: set[str]) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = []
        for option in self.options:
            if isinstance(option, str):
                items.append({"divider": option})
                continue
            item = {"value": Slot(option.value), "text": Slot(option.label), "checked": str(option.value) in checked}
            items.append(item | ({"hint": {"text": Slot(option.hint)}} if option.hint else {}))
        return items

    def shown(self, value: Any) -> str:
        labels = [option.label for option in self.options if isinstance(option, Choice) and option.value == value]
        return str(labels[0]) if labels else super().shown(value)


class ChoiceField(OptionsMixin):
    """One of several, as radios: `ChoiceField("Who?", [("ect", "A new ECT"), Choice("mentor", "A mentor", "...")])`."""

    inline = False

    def __init__(
        self, label: str = "", choices: Any = (), *, inline: bool | None = None, small: bool = False, **options: Any
    ):
        super().__init__(label, choices, **options)
        self.classes = " ".join(
            name
            for name, on in {
                "govuk-radios--inline": self.inline if inline is None else inline,
                "govuk-radios--small": small,
            }.items()
            if on
        )

    def to_python(self, value: Any) -> Any:
        return None if value in self.empty_values else self.chosen(value)

    def component(self, bound: GovukField, *, heading: bool, before: object) -> Markup:
        value = bound.value()
        params: dict[str, Any] = {
            "idPrefix": bound.input_id,
            "name": bound.html_name,
            "items": self.items(set() if value is None else {str(value)}),
        }
        if self.classes:
            params["classes"] = self.classes
        return self.with_legend("radios", bound, params, heading=heading, before=before)


class YesNoField(ChoiceField):
    """Yes or no, answered as True or False."""

    inline = True

    def __init__(self, label: str = "", *, yes: str = "Yes", no: str = "No", **options: Any) -> None:
        super().__init__(label, [("yes", yes), ("no", no)], **options)

    def to_python(self, value: Any) -> bool | None:
        value = {True: "yes", False: "no"}.get(value, value)
        return {"yes": True, "no": False, None: None}[super().to_python(value)]

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value)

    def shown(self, value: Any) -> str:
        return super().shown(self.prepare_value(value))


class MultipleChoiceField(OptionsMixin):
    """Any number of several, as checkboxes; the answer is a list in the order of the page."""

    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> list[Any]:
        values = [self.chosen(each) for each in value or []]
        return [option.value for option in self.options if isinstance(option, Choice) and option.value in values]

    def component(self, bound: GovukField, *, heading: bool, before: object) -> Markup:
        params = {
            "idPrefix": bound.input_id,
            "name": bound.html_name,
            "items": self.items({str(each) for each in bound.value() or []}),
        }
        return self.with_legend("checkboxes", bound, params, heading=heading, before=before)

    def shown(self, value: Any) -> str:
        return ", ".join(super(MultipleChoiceField, self).shown(each) for each in value or [])
