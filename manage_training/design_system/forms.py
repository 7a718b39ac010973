"""Django forms that show themselves as GOV.UK components. The fields are in `fields.py`."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.safestring import SafeString, mark_safe
from markupsafe import Markup

from manage_training.domain.refusal import Refusal

if TYPE_CHECKING:
    from manage_training.design_system.question import Question


class GovukField(forms.BoundField):
    """A field of a form with what was typed and what is wrong, as a GOV.UK component: `{{ form.email }}`."""

    def __html__(self) -> SafeString:
        return mark_safe(self.component())  # noqa: S308  Django's kind of markup instead of Jinja's

    def component(self, *, heading: bool = False, before: object = "") -> Markup:
        """The whole question: label or legend, hint, error, input.

        With `heading` the label or legend is the page's h1. `before` is markup between it and the inputs.
        """
        if self.is_hidden:
            return Markup(self.as_hidden())  # noqa: S704  Django's own widget escapes
        return self.question.component(self, heading=heading, before=before)

    @property
    def question(self) -> "Question":
        return cast("Question", self.field)

    @property
    def input_id(self) -> str:
        """The id of the input, or of the first one."""
        return str(self.id_for_label or self.auto_id)

    @property
    def error(self) -> str:
        """The first thing that is wrong; empty where nothing is. A person mends one thing at a time."""
        return str(self.errors[0]) if self.errors else ""

    @property
    def wrong_input_id(self) -> str:
        """The id of the first input that has to change."""
        errors = self.errors.as_data()
        return self.question.wrong_input_id(self, errors[0]) if errors else self.input_id


class Form(forms.Form):
    """The questions of one page.

    A form with one field is that question: its label or legend is the page's h1. A form with several says its
    `heading`. Labels, legends, hints and messages may hold {placeholders}, filled from `words`; a word that is not
    given is an error.
    """

    bound_field_class = GovukField
    heading = ""
    button = "Continue"

    def __init__(
        self, data: Any = None, files: Any = None, *, words: Mapping[str, object] | None = None, **options: Any
    ) -> None:
        options.setdefault("auto_id", "%s")
        super().__init__(data, files, **options)
        self.words = words or {}
        self.heading = self.say(self.heading)
        for field in self.fields.values():
            field.label = self.say(str(field.label or ""))
            field.help_text = self.say(str(field.help_text or ""))
            field.error_messages = {code: self.say(str(words)) for code, words in field.error_messages.items()}

    def say(self, text: str) -> str:
        return text.format_map(self.words) if "{" in text else text

    @property
    def question(self) -> str:
        """What the page asks, for its title and h1."""
        if self.heading:
            return self.heading
        (only,) = self.visible_fields()
        return str(only.label)

    @property
    def is_one_question(self) -> bool:
        return not self.heading

    @property
    def wrong(self) -> list[tuple[str, str]]:
        """What is wrong, in the order of the page: the id of the input to change, and what to do."""
        fields = cast("list[GovukField]", self.visible_fields())
        whole = [
            (fields[0].wrong_input_id if fields else "main-content", str(words)) for words in self.non_field_errors()
        ]
        return whole + [(field.wrong_input_id, field.error) for field in fields if field.errors]


@contextmanager
def refusals_shown_on(form: forms.Form) -> Iterator[None]:
    """Show what the domain refuses as the form's error, at the field it is about. The view goes on behind the block."""
    try:
        yield
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.words)
