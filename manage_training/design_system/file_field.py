from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from markupsafe import Markup

from manage_training.design_system.forms import GovukField
from manage_training.design_system.question import Question


class FileField(Question, forms.FileField):
    """A file. `max_bytes` in bytes; `accept` as the browser knows it (".csv,text/csv")."""

    def __init__(self, label: str = "", *, max_bytes: int = 1_000_000, accept: str = "", **options: Any) -> None:
        self.max_bytes, self.accept = max_bytes, accept
        super().__init__(label, max_length=200, **options)
        self.error_messages |= {
            "invalid": self.error_messages["required"],
            "missing": self.error_messages["required"],
            "empty": "The selected file is empty. Select another file",
            "max_length": "The name of the file is too long. Give it a name of 200 characters or fewer",
            "max_bytes": f"The selected file must be no larger than {size(max_bytes)}",
        }

    def to_python(self, data: Any) -> "UploadedFile[bytes] | None":
        file = cast("UploadedFile[bytes] | None", super().to_python(data))
        if file is not None and (file.size or 0) > self.max_bytes:
            raise ValidationError(self.error_messages["max_bytes"], code="max_bytes")
        return file

    def component(self, bound: GovukField, *, heading: bool, before: object) -> Markup:
        params = {"attributes": {"accept": self.accept}} if self.accept else {}
        return self.with_label("file-upload", bound, params, heading=heading, before=before)


def size(of_bytes: int) -> str:
    """A size as people know it: 1 MB, 100 kB, 10 bytes."""
    for unit, name in ((1_000_000, "MB"), (1000, "kB")):
        if of_bytes >= unit:
            return f"{of_bytes / unit:g} {name}"
    return f"{of_bytes} bytes"
