"""Plain text as GOV.UK Notify's Markdown, so that a person reads exactly what was written.

Notify puts a value into its template first and reads the whole as Markdown then: a name such as
"[click](https://evil.example)" would be a link of ours. Its own cure, `sanitise_content_for`, takes out every address,
ours too. So everything is escaped here but for two things that we put there ourselves: the one link, alone on its line,
and bullet points. Abuse case X3.
"""

import re
from collections.abc import Set
from html import escape

# Invisible, of no width, and no line may break there. It stands where no backslash helps, and inside what programs
# would make a link of.
JOINER = "\u2060"

MARKS = re.compile(r"([\\`*{}\[\]()#+\-.!_~|])")  # those that Notify reads without their backslash
AT_THE_START = re.compile(r"^(?=[\^\u2022=-])")  # an inset, a bullet, the line under a heading, a dash
# What a program that shows e-mail takes for an address of the web; the part of an e-mail address after "@" is none.
DOMAIN = re.compile(r"(?<![@.\w-])(?:[\w-]+\.)+[a-z]{2,63}\b(?!@)(?!\.\w*@)", re.IGNORECASE)


def in_markdown(text: str, *, link: str, bullets: Set[str]) -> str:
    """`text`, of which a line that is `link` stays a link and a line "- " with one of `bullets` a bullet point."""
    return "\n".join(line_in_markdown(line, link, bullets) for line in text.split("\n"))


def line_in_markdown(line: str, link: str, bullets: Set[str]) -> str:
    if link and line == link:
        return line
    if line.startswith("- ") and line[2:] in bullets:
        return f"* {literally(line[2:])}"
    return literally(line)


def literally(words: str) -> str:
    words = DOMAIN.sub(lambda found: found[0].replace(".", f".{JOINER}"), words)
    words = words.replace("://", f":{JOINER}//").replace("\\", f"\\{JOINER}")  # the second for its typography
    words = MARKS.sub(r"\\\1", AT_THE_START.sub(JOINER, words))
    return escape(words, quote=False)  # "&lt;" would be read as "<", and "<b>" as a tag
