"""Words as search compares them: without case, accents and punctuation, the same when written and when typed."""

import re
import unicodedata
from dataclasses import dataclass

# Letters that Unicode does not take apart into a plain one and a mark.
NOT_TAKEN_APART = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i", "ħ": "h", "ŧ": "t"}
)
APOSTROPHES = re.compile("['\u2018\u2019\u201b\u02bc\u2032`\u00b4]")
NOT_A_WORD = re.compile(r"[\W_]+")
# What schools write in several ways, and the one word that all of them are found by.
ONE_WORD_FOR = (
    (re.compile(r"\b(church of england|c of e|c ?e|coe)\b"), "cofe"),
    (re.compile(r"\b(roman catholic|r c)\b"), "rc"),
    (re.compile(r"\bsaint\b"), "st"),
    (re.compile(r"\bmount\b"), "mt"),
)


def fold(text: str) -> str:
    """The words of a text, single spaces between them: "St. Mary's, Żółć" becomes "st marys zolc"."""
    return " ".join(NOT_A_WORD.sub(" ", APOSTROPHES.sub("", bare(text))).split())


def bare(text: str) -> str:
    """A text without case and accents, its punctuation still there."""
    if text.isascii():
        return text.lower()
    # Once more after casefold, which may itself bring letters with marks.
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter)).translate(NOT_TAKEN_APART)


def in_one_word(folded: str) -> str:
    """A folded text with each thing that has several spellings in its one word."""
    for spellings, word in ONE_WORD_FOR:
        folded = spellings.sub(word, folded)
    return folded


def taken_apart(text: str) -> list[list[str]]:
    """The parts of each word that has punctuation inside: "Al-Hijrah O'Brien" gives [al, hijrah] and [o, brien]."""
    return [parts for word in bare(text).split() if len(parts := NOT_A_WORD.sub(" ", word).split()) > 1]


def words_to_find(urn: int, name: str, town: str, postcode: str) -> str:
    """Every word that finds a school, single spaces between them: of its name in each spelling, town, postcode and URN.

    A word with punctuation inside counts in one and taken apart (rule S8): "Mary's" is marys, mary and s.
    """
    folded = fold(name)
    words = {*folded.split(), *in_one_word(folded).split(), *fold(town).split(), *fold(postcode).split(), str(urn)}
    words.add(fold(postcode).replace(" ", ""))
    if not name.isalnum():
        for parts in taken_apart(f"{name} {town}"):
            words.update(parts, ["".join(parts)])
    words.discard("")
    return " ".join(sorted(words))


@dataclass(frozen=True)
class Typed:
    """What somebody typed into the search, as the database is asked for it."""

    name: str  # as names are folded, for those that are or begin so
    whole: str  # tsquery: each word as typed
    begun: str  # tsquery: words that begin so

    @property
    def is_a_beginning(self) -> bool:
        """One or two letters are the beginning of a name; a letter and a digit are a postcode district."""
        return len(self.name) <= 2 and not (len(self.name) == 2 and self.name.isalnum() and self.name[1].isdigit())


LONGEST = 200
MOST_WORDS = 10
SAY_LITTLE = {"the", "of", "and", "a", "at", "in", "for", "on"}


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
    return Typed(name, all_of(words[:MOST_WORDS], text, whole=True), all_of(words[:MOST_WORDS], text, whole=False))


def all_of(words: list[str], text: str, *, whole: bool) -> str:
    apart = {"".join(parts): parts for parts in taken_apart(text)}
    return " & ".join(
        f"({lexeme(word, whole)} | {' & '.join(lexeme(part, whole) for part in apart[word])})"
        if word in apart
        else lexeme(word, whole)
        for word in words
    )


def lexeme(word: str, whole: bool) -> str:
    return f"'{word}'" if whole or says_too_little(word) else f"'{word}':*"


def says_too_little(word: str) -> bool:
    """A letter or two among other words are a word of their own ("st", "s"): thousands of words begin so."""
    return len(word) <= 2 and word.isalpha()
