"""What may stand in a log: no address of a page, as some hold a secret, and no row that the database quotes.

What comes from outside cannot begin a line of its own, and so cannot pass for one of ours.
"""

import logging
import re
from copy import copy

ROW = re.compile(r"^(DETAIL: ).*$", re.MULTILINE)  # "Key (lower(email))=(rose@school.example) already exists."
ON_ONE_LINE = str.maketrans({"\n": "\\n", "\r": "\\r"})


class Lines(logging.Formatter):
    """Time, weight, who says it, what; a page under the name of its route."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        request = getattr(record, "request", None)
        arguments = record.args
        if request is not None and isinstance(arguments, tuple):
            match = getattr(request, "resolver_match", None)
            page = f"{request.method} /{match.route}" if match else f"{request.method} of no page"
            record = copy(record)
            record.args = tuple(page if argument == request.path else argument for argument in arguments)
        return super().format(record)

    def formatMessage(self, record: logging.LogRecord) -> str:
        record.message = record.message.translate(ON_ONE_LINE)
        return super().formatMessage(record)

    def formatException(self, ei: object) -> str:
        return ROW.sub(r"\1left out", super().formatException(ei))  # type: ignore[arg-type]
