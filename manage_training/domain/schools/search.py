"""Finding a school by name, town, postcode or URN, as people type them. Rules S8 to S11."""

from collections.abc import Iterable
from dataclasses import asdict

from manage_training.domain.schools.eligibility import Eligibility
from manage_training.domain.schools.folding import Typed, findable, typed
from manage_training.domain.schools.models import School, SearchEntry, Standing

MOST_RANKED = 1_000
BY_NAME, BY_WHOLE_WORDS = 200, 400  # the rest of those ranked are found by words that begin so
FIRST_NAMES = 2_000


def find(words: str, limit: int = 50) -> list[School]:
    """The schools that `words` may mean, the likeliest first; none where nothing but punctuation was typed.

    Schools that may use the service come before closed ones and those that are not eligible, which a page explains.
    One query. One or two letters find the names that begin so, in their order.
    """
    sought = typed(words)
    if sought is None or limit < 1:
        return []
    statement, values = question(sought, limit)
    return list(School.objects.raw(statement, values))


def make_findable(schools: Iterable[School]) -> None:
    """Let search find these schools under the names and facts they have now; whoever writes a school calls it."""
    SearchEntry.objects.bulk_create(
        [
            SearchEntry(
                school=school,
                standing=standing_of(school.eligibility),
                **asdict(findable(school.urn, school.name, school.town, school.postcode)),
            )
            for school in schools
        ],
        update_conflicts=True,
        unique_fields=["school"],
        update_fields=["standing", "name", "town", "words"],
    )


def standing_of(eligibility: Eligibility) -> Standing:
    return Standing.MAY_NOT if eligibility is Eligibility.NOT_ELIGIBLE else Standing.MAY_USE_THE_SERVICE


def question(sought: Typed, limit: int) -> tuple[str, dict[str, str | int]]:
    """The one statement that answers a search, and its values.

    Those that may not use the service are only looked for where the others leave room: `limit` ends the union early.
    """
    matches = NAMES_THAT_BEGIN_SO if sought.is_a_beginning else RANKED if sought.says_which else OF_A_KIND
    found = " UNION ALL ".join(f"({matches.format(standing=standing.value)})" for standing in Standing)
    statement = f"""
        SELECT school.* FROM (SELECT * FROM ({found}) AS all_found LIMIT %(limit)s) AS found
        JOIN schools_school AS school ON school.id = found.school_id
        ORDER BY found.standing, found.place"""  # noqa: S608  no part of it was typed by anybody
    values: dict[str, str | int] = {
        "name": sought.name,
        "after": sought.name + "\U0010ffff",  # above every name that begins so
        "padded": f" {sought.name} ",
        "whole": sought.whole,
        "begun": sought.begun,
        "limit": limit,
        "first_names": FIRST_NAMES,
        "by_name": BY_NAME,
        "by_whole_words": BY_WHOLE_WORDS,
        "by_begun_words": MOST_RANKED - BY_NAME - BY_WHOLE_WORDS,
    }
    return statement, values


# A range of names rather than LIKE: it uses the index in a prepared statement too, and no letter in it is a wildcard.
NAMES_THAT_BEGIN_SO = """
    SELECT school_id, standing, row_number() OVER (ORDER BY name, school_id) AS place FROM schools_searchentry
    WHERE standing = {standing} AND name >= %(name)s AND name < %(after)s
    ORDER BY name, school_id LIMIT %(limit)s"""

# Candidates first, from three indexes and never more than MOST_RANKED, then their order: the name itself, names that
# begin so, all words whole rather than begun, the town named, short names before long ones that hold the same words.
# The words stand in a SELECT of their own: the plan is made without them, and is the same, by index, for every search.
# Words that begin so are only looked for where names and whole words leave room for them.
RANKED = """
    SELECT school_id, standing, row_number() OVER () AS place FROM (
        WITH sure AS MATERIALIZED (
            (SELECT school_id, standing, name, town, 1 AS tier FROM schools_searchentry
             WHERE standing = {standing} AND name >= %(name)s AND name < %(after)s ORDER BY name LIMIT %(by_name)s)
            UNION ALL
            (SELECT school_id, standing, name, town, 2 FROM schools_searchentry
             WHERE standing = {standing} AND vector @@ (SELECT %(whole)s::tsquery) LIMIT %(by_whole_words)s)
        )
        SELECT school_id, min(standing) AS standing, min(tier) AS tier, min(name) AS name, min(town) AS town FROM (
            SELECT * FROM sure
            UNION ALL
            (SELECT school_id, standing, name, town, 3 FROM schools_searchentry
             WHERE standing = {standing} AND vector @@ (SELECT %(begun)s::tsquery)
               AND (SELECT count(DISTINCT school_id) FROM sure) < %(limit)s LIMIT %(by_begun_words)s)
        ) AS candidates GROUP BY school_id
        ORDER BY min(name) <> %(name)s, min(tier), strpos(%(padded)s, ' ' || min(town) || ' ') = 0,
                 length(min(name)), min(name), school_id
        LIMIT %(limit)s
    ) AS ranked"""

# "primary school" is half the register, and no order of it is better than that of names. Most such words are found
# among the first names already; only where they are not does the index collect every school that has them.
OF_A_KIND = """
    SELECT school_id, standing, row_number() OVER () AS place FROM (
        SELECT school_id, min(standing) AS standing, min(tier) AS tier, min(name) AS name FROM (
            (SELECT school_id, standing, name, 1 AS tier FROM schools_searchentry
             WHERE standing = {standing} AND name >= %(name)s AND name < %(after)s ORDER BY name LIMIT %(limit)s)
            UNION ALL
            (SELECT * FROM (
                (SELECT school_id, standing, name, 2 FROM (
                    SELECT * FROM schools_searchentry WHERE standing = {standing} ORDER BY name LIMIT %(first_names)s
                ) AS first_names WHERE vector @@ (SELECT %(whole)s::tsquery))
                UNION ALL
                (SELECT school_id, standing, name, 2 FROM schools_searchentry
                 WHERE standing = {standing} AND vector @@ (SELECT %(whole)s::tsquery))
            ) AS found_twice LIMIT 2 * %(limit)s)
        ) AS candidates GROUP BY school_id
        ORDER BY min(name) <> %(name)s, min(tier), min(name), school_id
        LIMIT %(limit)s
    ) AS ranked"""
