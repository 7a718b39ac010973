"""What somebody sends who wants a page to break: texts, and whole forms of them."""

import os
from collections.abc import Sequence
from urllib.parse import quote_plus

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

FLOODS = int(os.environ.get("FLOODS", "1"))  # how many times as much as in the gate
A_PAGE = {200, 303, 404, 409, 422} | {400, 413, 415}  # what says what is so; the last three, that a body cannot be read


def flood(examples: int) -> settings:
    """So many examples in the gate, the same ones each time; a soak tries new ones too."""
    return settings(
        max_examples=examples * FLOODS,
        deadline=None,
        database=None,
        derandomize=FLOODS == 1,
        suppress_health_check=list(HealthCheck),
    )


MARKUP = "<script>alert(1)</script>"
WORST = ["Zoe\0Carter", MARKUP, "Zoe \ud800", "Zoe \x1b[31m"]  # each in every input at once, always
NASTY = [
    "",
    " ",
    "\0",
    "Zoe\0Carter",
    "\x1b[31m",
    "Zoe\r\nBcc: all@school.example",
    "a@school.example\r\nBcc: all@school.example",
    "\u202eretraC eoZ",
    "\u200b",
    "\ufeff1234567",
    "\u2028",
    "\ue0000\ue001",  # the marks by which the design system's components are filled
    "Z" + "\u0301" * 300,
    "\ufdfa" * 199,  # becomes eighteen times as long under NFKC
    "\u0130" * 100,  # is longer in lower case
    "🙂",
    "👩\u200d🏫",
    "عائشة",
    "李小龍",
    "١٢٣٤٥٦٧",
    "".join(chr(0xFF10 + digit) for digit in range(1, 8)),  # in East Asian width
    "\ud800",  # half a character
    "²",
    MARKUP,
    '"><img src=x onerror=alert(1)>',
    "{{7*7}}",
    "${7*7}",
    "{name}",
    "{0.__class__.__mro__}",
    "%s%n%(x)s",
    "' OR 1=1; DROP TABLE journeys_draft; --",
    "1' AND pg_sleep(9)--",
    "%",
    "_",
    "\\",
    "(a+)+$",
    '=HYPERLINK("http://evil.example")',
    "../../../etc/passwd",
    "//evil.example",
    "javascript:alert(1)",
    "[click](http://evil.example)",
    "None",
    "null",
    "true",
    "NaN",
    "Infinity",
    "-1",
    "0",
    "1",
    "1e400",
    "0x10",
    "9" * 5000,
    "99999999999999999999",
    "2147483648",
    "31",
    "29",
    "2023",
    "0202",
    "a" * 300,
    "a" * 5000,
    "é" * 20_000,
    "a@" + "ü" * 60 + ".example",
    "a@xn--" + "-" * 60 + ".example",
    "@",
    "<a@school.example>",
    "a@school.example",
    "00000000-0000-0000-0000-000000000000",
    "none",
    "yes",
]
texts = st.sampled_from(NASTY) | st.text(max_size=40)
EXTRAS = (  # what no form asks, and somebody may hope that a model takes
    "is_staff role school school_id urn user status created_at context answers __class__ draft seen from back change "
    "version decision search _method page next way_in"
).split()
FORM = "application/x-www-form-urlencoded"


def encoded(texts_by_name: Sequence[tuple[str, str]]) -> bytes:
    """A form as browsers send it; half characters, which no text can be made of, as somebody else would."""
    half = "surrogatepass"
    pairs = (f"{quote_plus(key, errors=half)}={quote_plus(text, errors=half)}" for key, text in texts_by_name)
    return "&".join(pairs).encode()


def worst_forms(names: Sequence[str]) -> list[bytes]:
    return [encoded([(name, text) for name in names]) for text in WORST]


def multipart(texts_by_name: Sequence[tuple[str, str]], as_files: bool) -> bytes:
    parts = []
    for key, text in texts_by_name:
        file = '; filename="../../x\u202e.csv"' if as_files else ""
        parts.append(f'--x\r\nContent-Disposition: form-data; name="{key}"{file}\r\n\r\n{text}\r\n')
    return ("".join(parts) + "--x--\r\n").encode(errors="surrogatepass")


@st.composite
def forms(draw: st.DrawFn, names: Sequence[str]) -> tuple[bytes, str]:
    """A body and its type: the inputs of a form filled with anything, left out, repeated, or sent as nothing known."""
    kind = draw(st.sampled_from(["form"] * 8 + ["multipart", "files", "junk", "json"]))
    if kind == "junk":
        return draw(st.binary(max_size=200)), draw(
            st.sampled_from([FORM, "multipart/form-data; boundary=x", "multipart/form-data", "text/plain", ""])
        )
    if kind == "json":
        return b'{"email": ["x"], "__proto__": {}}', "application/json"
    sent = [(name, draw(texts)) for name in names if draw(st.integers(0, 9))]
    for name in draw(st.lists(st.sampled_from([*EXTRAS, *names]), max_size=3)):
        sent.append((name, draw(texts)))
    if kind == "form":
        return encoded(sent), FORM
    return multipart(sent, as_files=kind == "files"), "multipart/form-data; boundary=x"
