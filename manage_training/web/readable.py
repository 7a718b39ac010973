"""Two headers of a request, put right before Django reads them: it believes more of what they say than it can do.

It decodes what comes with it in any charset that Python has a codec for, also those that are none of text ("hex") or
make half characters; and a quoted cookie can hold a NUL, which no database takes. Either would be an error of ours, and
some of them before any page could say so. No browser sends such things, and no cookie of ours needs quoting.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

BOUNDARY = re.compile(r';\s*boundary=("[^"]*"|[^\s;]*)', re.IGNORECASE)  # of a form with files; all else is UTF-8
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def readable(application: Application) -> Application:
    """The application, asked with what it can read. Abuse cases M2 and X4."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if kind := environ.get("CONTENT_TYPE"):
            boundary = BOUNDARY.search(kind)
            environ["CONTENT_TYPE"] = kind.partition(";")[0].strip() + (boundary[0] if boundary else "")
        if cookies := environ.get("HTTP_COOKIE"):
            environ["HTTP_COOKIE"] = cookies.replace("\\", "")
        return application(environ, start_response)

    return answer
