from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

LONGEST = 300
NOT_AGAIN = {
    *("public:sign-in", "public:sign-in-code", "public:sign-in-link", "public:sign-out", "public:stay-signed-in"),
    "public:privacy-notice",
}


def where_to(path: str | None) -> str:
    """The path if it is a page of this service that somebody may be sent to after signing in; else nothing.

    What browsers read as another site (`//evil.example`, `https:evil`, `/\\evil`, `javascript:`) leads to no page of
    ours. Abuse case S11.
    """
    if not path or len(path) > LONGEST or not path.startswith("/") or path.startswith("//") or "\\" in path:
        return ""
    if not path.isascii() or not path.isprintable():
        return ""
    parts = urlsplit(path)
    try:
        page = resolve(parts.path).view_name
    except Resolver404:
        return ""
    return "" if page in NOT_AGAIN or parts.scheme or parts.netloc else path
