"""The kinds of question. Each takes its label or legend first, then `hint` and `missing`: what to say when it is not
answered. `name` is what messages call the answer ("Full name must be ..."); the label, where it is not given.
"""

from manage_training.design_system.choice_fields import Choice, ChoiceField, MultipleChoiceField, YesNoField
from manage_training.design_system.date_field import DateField
from manage_training.design_system.file_field import FileField
from manage_training.design_system.question import Question
from manage_training.design_system.text_fields import (
    CodeField,
    EmailField,
    FullNameField,
    SearchField,
    TextareaField,
    TextField,
)

__all__ = [
    "Choice",
    "ChoiceField",
    "CodeField",
    "DateField",
    "EmailField",
    "FileField",
    "FullNameField",
    "MultipleChoiceField",
    "Question",
    "SearchField",
    "TextField",
    "TextareaField",
    "YesNoField",
]
