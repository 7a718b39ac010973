from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from markupsafe import Markup, escape

from manage_training.design_system.forms import GovukField
from manage_training.design_system.remember import Slot, component


class Question(forms.Field):
    """What all kinds of question share: a field whose words are always given, and which shows itself as a component."""

    def __init__(
        self,
        label: str = "",
        *,
        legend: str = "",
        hint: str = "",
        missing: str = "",
        name: str = "",
        **options: Any,
    ) -> None:
        if options.get("required", True) and not missing:
            raise TypeError(f"The question {label or legend!r} needs `missing`, what to say when nobody answers it.")
        self.name = name or label or legend
        messages = {"required": missing} | options.pop("error_messages", {})
        super().__init__(label=label or legend, help_text=hint, error_messages=messages, **options)

    def component(self, bound: GovukField, *, heading: bool, before: object) -> Markup:
        raise NotImplementedError

    def wrong_input_id(self, bound: GovukField, error: ValidationError) -> str:
        return bound.input_id

    def shown(self, value: Any) -> str:
        """A cleaned answer as a check page shows it."""
        return str(value if value is not None else "")

    def common(self, bound: GovukField) -> dict[str, Any]:
        params: dict[str, Any] = {}
        if bound.help_text:
            params["hint"] = {"text": Slot(bound.help_text)}
        if bound.error:
            params["errorMessage"] = {"text": Slot(bound.error)}
        return params

    def with_label(
        self, name: str, bound: GovukField, params: dict[str, Any], *, heading: bool, before: object
    ) -> Markup:
        """A component of one input. What stands before the input goes between the heading and the rest."""
        label = {"text": Slot(bound.label), "isPageHeading": heading}
        if heading:
            label["classes"] = "govuk-label--l"
        params = {"id": bound.input_id, "name": bound.html_name} | self.common(bound) | params
        if not before:
            return component(name, params | {"label": label})
        return component("label", label | {"for": bound.input_id}) + escape(before) + component(name, params)

    def with_legend(
        self, name: str, bound: GovukField, params: dict[str, Any], *, heading: bool, before: object
    ) -> Markup:
        """A component of several inputs."""
        size = "govuk-fieldset__legend--l" if heading else "govuk-fieldset__legend--m"
        legend = {"text": Slot(bound.label), "isPageHeading": heading, "classes": size}
        params = {"fieldset": {"legend": legend}} | self.common(bound) | params
        if before:
            params["formGroup"] = {"beforeInputs": {"html": Slot(before)}}
        return component(name, params)
