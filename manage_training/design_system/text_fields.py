import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from markupsafe import Markup

from manage_training.design_system.forms import GovukField
from manage_training.design_system.question import Question
from manage_training.design_system.remember import Slot
from manage_training.design_system.text import as_typed, cannot_be_kept, lines, one_line, visible
from manage_training.domain.messages.addresses import ASK, LONGEST, clean_address
from manage_training.domain.refusal import Refusal


class TextField(Question, forms.CharField):
    """One line of text. Spaces are put in order, invisible characters taken out, the rest kept as typed."""

    type = "text"
    inputmode = ""
    spellcheck: bool | None = None

    def __init__(
        self, label: str = "", *, max_length: int = 200, width: str = "", autocomplete: str = "off", **options: Any
    ):
        # The answers are about other people, so the browser keeps its own person's details out (WCAG 1.3.5).
        self.autocomplete = autocomplete
        self.width = width  # of the design system: "10", "20", "two-thirds"
        super().__init__(label, max_length=max_length, **options)
        self.error_messages |= {
            "max_length": f"{self.name} must be {max_length:,} characters or fewer",
            "characters": f"{self.name} has a character that cannot be shown. Type it again without it",
        }
        self.validators = [each for each in self.validators if type(each).__name__ != "ProhibitNullCharactersValidator"]

    def to_python(self, value: Any) -> str:
        text = visible(str(value or "")).strip()
        if len(text) > (self.max_length or 0):
            raise ValidationError(self.error_messages["max_length"], code="max_length")
        return self.in_order(text)

    def in_order(self, text: str) -> str:
        if cannot_be_kept(text.replace("\t", " ")):
            raise ValidationError(self.error_messages["characters"], code="characters")
        return one_line(text)

    def component(self, bound: GovukField, *, heading: bool, before: object) -> Markup:
        params: dict[str, Any] = {"type": self.type, "autocomplete": self.autocomplete}
        if value := as_typed(str(bound.value() or "")):
            params["value"] = Slot(value)
        if self.width:
            kind = "govuk-!-width" if "-" in self.width else "govuk-input--width"
            params["classes"] = f"{kind}-{self.width}"
        if self.spellcheck is not None:
            params["spellcheck"] = self.spellcheck
        if self.inputmode:
            params["inputmode"] = self.inputmode
        return self.with_label("input", bound, params, heading=heading, before=before)


NOT_IN_A_NAME = re.compile(r"[<>=\[\]{}|\\^`~@]")
TURNS_TEXT_AROUND = re.compile("[\u202a-\u202e\u2066-\u2069]")


class FullNameField(TextField):
    """A person's name, in any script, with what people put beside it: "Dr", "(née Smith)", ", BSc".

    What never is part of one is a slip, such as an address in the wrong box, or somebody trying.
    """

    spellcheck = False

    def to_python(self, value: Any) -> str:
        if TURNS_TEXT_AROUND.search(str(value or "")):
            raise ValidationError(self.error_messages["characters"], code="characters")
        return super().to_python(value)

    def in_order(self, text: str) -> str:
        name = super().in_order(text)
        if "@" in name:
            raise ValidationError(f"{self.name} must be a name and not an email address", code="name")
        odd = NOT_IN_A_NAME.search(name)
        if odd or any(unicodedata.category(letter) == "So" for letter in name):
            what = f"“{odd[0]}”" if odd else "an emoji or symbol"
            raise ValidationError(f"{self.name} must not have {what}. Type it again without it", code="name")
        if name and not any(map(str.isalpha, name)):
            raise ValidationError(f"{self.name} must have letters, like Zoe Carter", code="name")
        return name


class EmailField(TextField):
    """An address that mail can be sent to, by the rules of `messages/addresses.py`.

    `autocomplete="email"` where people are asked for their own.
    """

    type = "email"
    spellcheck = False

    def __init__(self, label: str = "Email address", *, missing: str = ASK, **options: Any) -> None:
        super().__init__(label, missing=missing, max_length=LONGEST, **options)

    def in_order(self, text: str) -> str:
        if not text:
            return ""
        try:
            return clean_address(text)
        except Refusal as refusal:
            raise ValidationError(refusal.words, code="address") from refusal


class SearchField(TextField):
    type = "search"
    spellcheck = False


class CodeField(TextField):
    """The code of a message: six digits, however they are spaced. Can be pasted (WCAG 3.3.8)."""

    inputmode = "numeric"
    spellcheck = False
    digits = 6

    def __init__(self, label: str = "Code", *, missing: str = "Enter the 6 digit code", **options: Any) -> None:
        super().__init__(label, missing=missing, autocomplete="one-time-code", width="10", **options)

    def in_order(self, text: str) -> str:
        code = re.sub(r"[\s\u2010-\u2015-]", "", super().in_order(text))
        if code and not re.fullmatch(f"[0-9]{{{self.digits}}}", code):
            words = f"The code has {self.digits} digits. Enter it as it stands in the email"
            raise ValidationError(words, code="digits")
        return code


class TextareaField(TextField):
    """Text of several lines."""

    def __init__(self, label: str = "", *, rows: int = 5, max_length: int = 2000, **options: Any) -> None:
        self.rows = rows
        super().__init__(label, max_length=max_length, **options)

    def in_order(self, text: str) -> str:
        text = lines(text)
        if cannot_be_kept(text.replace("\n", " ")):
            raise ValidationError(self.error_messages["characters"], code="characters")
        return text

    def component(self, bound: GovukField, *, heading: bool, before: object) -> Markup:
        params: dict[str, Any] = {"rows": str(self.rows), "autocomplete": self.autocomplete}
        if value := as_typed(str(bound.value() or "")):
            params["value"] = Slot(value)
        return self.with_label("textarea", bound, params, heading=heading, before=before)
