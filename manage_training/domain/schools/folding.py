"""Words as search compares them: without case, accents and punctuation, the same when written and when typed."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Letters that Unicode does not take apart into a plain one and a mark.
NOT_TAKEN_APART = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i", "ħ": "h", "ŧ": "t"}
)
APOSTROPHES = re.compile("['\u2018\u2019\u201b\u02bc\u2032`\u00b4]")
POSSESSIVE = "s"
NOT_A_WORD = re.compile(r"[\W_]+")
# The same for ASCII, which nearly every name is, in one pass.
ASCII_WORDS = {
    code: None if chr(code) in "'`" else chr(code).lower() if chr(code).isalnum() else " " for code in range(128)
}
ASCII_PARTS = ASCII_WORDS | {ord("'"): " ", ord("`"): " "}
# What schools write in several ways, and the one word that all of them are found by.
SPELLINGS = {
    "church of england": "cofe",
    "c of e": "cofe",
    "c e": "cofe",
    "ce": "cofe",
    "coe": "cofe",
    "roman catholic": "rc",
    "r c": "rc",
    "saint": "st",
    "mount": "mt",
}
SPELLING = re.compile(rf"\b({'|'.join(SPELLINGS)})\b")


def fold(text: str) -> str:
    """The words of a text, single spaces between them: "St. Mary's, Żółć" becomes "st marys zolc"."""
    if text.isascii():
        return " ".join(text.translate(ASCII_WORDS).split())
    return " ".join(NOT_A_WORD.sub(" ", APOSTROPHES.sub("", bare(text))).split())


def bare(text: str) -> str:
    """A text without case and accents, its punctuation still there."""
    # Once more after casefold, which may itself bring letters with marks.
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter)).translate(NOT_TAKEN_APART)


def in_one_word(folded: str) -> str:
    """A folded text with each thing that has several spellings in its one word."""
    return SPELLING.sub(lambda spelling: SPELLINGS[spelling[1]], folded)


def taken_apart(text: str) -> list[list[str]]:
    """The parts of each word that has punctuation inside: "Al-Hijrah O'Brien" gives [al, hijrah] and [o, brien]."""
    whole = [word for word in text.split() if not word.isalnum()]
    in_parts = (
        (word.translate(ASCII_PARTS) if word.isascii() else NOT_A_WORD.sub(" ", bare(word))).split() for word in whole
    )
    return [parts for parts in in_parts if len(parts) > 1]


@lru_cache(maxsize=20_000)
def of_a_town(town: str) -> tuple[str, frozenset[str]]:
    """A town as it is compared, and the words that find its schools; thousands of schools share it."""
    folded = fold(town)
    return folded, frozenset([*folded.split(), *of_punctuation(town)])


def of_punctuation(text: str) -> list[str]:
    """A word with punctuation inside counts in one and taken apart (rule S8): "Mary's" is marys and mary."""
    return [word for parts in taken_apart(text) for word in ("".join(parts), *parts) if word != POSSESSIVE]


@dataclass(frozen=True, slots=True)
class Findable:
    """A school as search looks at it."""

    name: str
    town: str
    words: str  # every word that finds it, single spaces between them


def findable(urn: int, name: str, town: str, postcode: str) -> Findable:
    """What a school is found by: the words of its name in each spelling, its town, postcode and URN."""
    folded = fold(name)
    folded_town, words_of_town = of_a_town(town)
    words = {str(urn), *folded.split(), *words_of_town}
    if SPELLING.search(folded):
        words.update(in_one_word(folded).split())
    if not name.replace(" ", "").isalnum():
        words.update(of_punctuation(name))
    if postcode:
        in_two = fold(postcode)
        words.update([*in_two.split(), in_two.replace(" ", "")])
    return Findable(folded, folded_town, " ".join(words - {""}))


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed into the search, as the database is asked for it."""

    name: str  # as names are folded, for those that are or begin so
    whole: str  # tsquery: each word as typed
    begun: str  # tsquery: words that begin so
    says_which: bool  # not only what kind of school it is

    @property
    def is_a_beginning(self) -> bool:
        """One or two letters are the beginning of a name; a letter and a digit are a postcode district."""
        return len(self.name) <= 2 and not (len(self.name) == 2 and self.name.isalnum() and self.name[1].isdigit())


LONGEST = 200
MOST_WORDS = 10
MOST_BEGUN = 3
# What kind of school rather than which: each of these words is in the names of thousands.
SAY_WHAT_KIND = frozenset(
    "school schools primary secondary academy college high junior infant infants nursery first middle community centre "
    "catholic cofe rc st church england voluntary aided controlled university grammar special preparatory".split()
)
SAY_LITTLE = {POSSESSIVE, "the", "of", "and", "a", "at", "in", "for", "on"}


def typed(text: str) -> Typed | None:
    """What is to be looked for, or None where nothing that was typed is a letter or a digit.

    Words stand in quotes and hold letters and digits only, so nothing typed is an operator or a wildcard (rule S9).
    """
    text = text[:LONGEST].replace("\0", " ")
    name = fold(text)
    if not name:
        return None
    words = in_one_word(name).split()
    digits = name.replace(" ", "")
    if digits.isdecimal() and 5 <= len(digits) <= 7:  # a URN, however it is spaced
        words = [digits]
    words = [word for word in words if word not in SAY_LITTLE] or words
    words = words[:MOST_WORDS]
    apart = {"".join(parts): parts for parts in taken_apart(text) if parts[-1] != POSSESSIVE}
    begun = words if len(words) <= MOST_BEGUN else words[-1:]  # of many words only the last is still being typed
    return Typed(
        name,
        whole=" & ".join(wanted(word, apart, begun=False) for word in words),
        begun=" & ".join(wanted(word, apart, begun=word in begun) for word in words),
        says_which=not SAY_WHAT_KIND.issuperset(words),
    )


def wanted(word: str, apart: dict[str, list[str]], *, begun: bool) -> str:
    """A word as tsquery has it; one with an apostrophe is found taken apart too."""
    if word not in apart:
        return lexeme(word, begun)
    return f"({lexeme(word, begun)} | {' & '.join(lexeme(part, begun) for part in apart[word])})"


def lexeme(word: str, begun: bool) -> str:
    return f"'{word}':*" if begun and not says_too_little(word) else f"'{word}'"


def says_too_little(word: str) -> bool:
    """Looked for whole, because thousands of words begin so or are so: a letter or two ("s"), and kinds of school."""
    return (len(word) <= 2 and word.isalpha()) or word in SAY_WHAT_KIND
