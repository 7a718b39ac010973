"""Invented schools, as many as wanted, in the proportions of the real register; the same seed gives the same ones."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from manage_training.integrations.school_register.invented_names import (
    AUTHORITIES,
    FIRST_WORDS,
    FOUNDERS,
    SAINTS,
    SECOND_WORDS,
    STREETS,
    TOWN_FORMS,
    TOWNS,
    WITH_MARKS,
)

# Code, name, and how many of 10,000 schools are of the type, most of them as the real register has them.
TYPES = (
    (1, "Community school", 3737), (2, "Voluntary aided school", 1155), (3, "Voluntary controlled school", 708),
    (5, "Foundation school", 462), (6, "City technology college", 3), (7, "Community special school", 366),
    (8, "Non-maintained special school", 21), (10, "Other independent special school", 183),
    (11, "Other independent school", 812), (12, "Foundation special school", 24), (14, "Pupil referral unit", 196),
    (15, "Local authority nursery school", 140), (18, "Further education", 110), (24, "Secure units", 11),
    (25, "Offshore schools", 35), (26, "Service children's education", 19), (27, "Miscellaneous", 52),
    (28, "Academy sponsor led", 377), (29, "Higher education institutions", 32), (30, "Welsh establishment", 400),
    (31, "Sixth form centres", 13), (32, "Special post 16 institution", 19), (33, "Academy special sponsor led", 9),
    (34, "Academy converter", 810), (35, "Free schools", 55), (36, "Free schools special", 10),
    (37, "British schools overseas", 31), (38, "Free schools alternative provision", 8),
    (39, "Free schools 16 to 19", 4), (40, "University technical college", 9), (41, "Studio schools", 10),
    (42, "Academy alternative provision converter", 10), (43, "Academy alternative provision sponsor led", 4),
    (44, "Academy special converter", 35), (45, "Academy 16-19 converter", 3), (46, "Academy 16 to 19 sponsor led", 2),
    (47, "Children's centre", 80), (48, "Children's centre linked site", 30), (49, "Online provider", 2),
    (56, "Institution funded by other government department", 2), (57, "Academy secure 16 to 19", 1),
)  # fmt: skip
STATUSES = ((1, "Open", 606), (2, "Closed", 389), (3, "Open, but proposed to close", 3), (4, "Proposed to open", 3))
PHASES = (
    (2, "Primary", 610), (4, "Secondary", 143), (0, "Not applicable", 196), (1, "Nursery", 15),
    (5, "Middle deemed secondary", 14), (6, "16 plus", 13), (3, "Middle deemed primary", 6), (7, "All-through", 3),
)  # fmt: skip
WELSH, CHILDRENS_CENTRE, OVERSEAS, UNIVERSITY = 30, {47, 48}, {25, 37}, 29
MAY_BE_APPROVED = {10, 11, 27, 32}  # types among which section 41 approves some
SAME_NAME, HOW_MANY_SHARE_IT = "St Mary's Catholic Primary School", 50
FIRST_ONES_ARE_ORDINARY = 10  # open, state-funded, in England: tests and demos name them by URN
FIRST_URN, NO_SCHOOL_HAS = 100_000, 999_999


@dataclass(slots=True)
class Establishment:
    """One row of the register, before it is written in a shape. Whoever wants a certain school makes one of these."""

    urn: int
    name: str
    type_code: int = 1
    status: int = 1
    phase: int = 2
    town: str = "Thornwick"
    postcode: str = ""
    street: str = ""
    locality: str = ""
    la_code: int = 301
    la_name: str = "Aldshire"
    district: str = "E07000901"
    number: int = 2000
    section_41: str = "Not applicable"
    ukprn: str = ""
    website: str = ""
    main_email: str = ""
    alternative_email: str = ""
    headteacher_email: str = ""
    opened_on: date | None = None
    closed_on: date | None = None
    successors: list[int] = field(default_factory=list)  # URNs, for the links file


def invented_schools(count: int, *, seed: int = 1, first_urn: int = FIRST_URN) -> Iterator[Establishment]:
    """`count` schools with URNs from `first_urn` on.

    First some ordinary ones, then one of every type and every status, then as it falls; the last ones share a name.
    """
    chance = random.Random(seed)  # noqa: S311  the same schools every time is the point
    shared = min(HOW_MANY_SHARE_IT, count // 10)
    types = chance.choices(TYPES, [share for _, _, share in TYPES], k=count)
    statuses = chance.choices(STATUSES, [share for _, _, share in STATUSES], k=count)
    open_before: list[int] = []
    urn = first_urn - 1
    for number in range(count):
        urn += 2 if urn + 1 == NO_SCHOOL_HAS else 1
        type_code, status = types[number][0], statuses[number][0]
        after_the_first = number - FIRST_ONES_ARE_ORDINARY
        if after_the_first < 0:
            type_code, status = 1, 1
        elif after_the_first < len(TYPES):
            type_code, status = TYPES[after_the_first][0], 1
        elif after_the_first < len(TYPES) + len(STATUSES):
            status = STATUSES[after_the_first - len(TYPES)][0]
        school = invented_school(urn, type_code, status, chance)
        if after_the_first < 0:
            school.district, school.la_code, school.la_name = "E07000901", 301, AUTHORITIES[0]
        elif count - number <= shared:
            school.name, school.type_code, school.status = SAME_NAME, 2, 1
            if number == count - 1:
                school.town = "York"
        if school.status == 2:
            if open_before and chance.random() < 0.75:
                school.successors = [chance.choice(open_before)]
        elif school.status in (1, 3):
            open_before.append(urn)
        yield school


def invented_school(urn: int, type_code: int, status: int, chance: random.Random) -> Establishment:
    area = int(chance.random() * len(AUTHORITIES))
    welsh = type_code == WELSH
    phase = 0 if type_code in CHILDRENS_CENTRE or type_code == UNIVERSITY else pick(PHASES, chance)
    town = invented_town(chance)
    name = invented_name(type_code, phase, town, chance)
    school = Establishment(
        urn,
        name,
        type_code,
        status,
        phase,
        town if chance.random() < 0.975 else "",
        postcode_in(town, chance) if chance.random() < 0.98 else "",
        f"{int(chance.random() * 200) + 1} {chance.choice(FIRST_WORDS)} {chance.choice(STREETS)}",
        chance.choice(FIRST_WORDS) + chance.choice(SECOND_WORDS) if chance.random() < 0.4 else "",
        660 + area % 22 if welsh else 301 + area,
        "Wales (pseudo)" if welsh else AUTHORITIES[area],
        district_of(type_code, area, chance),
        2000 + urn % 7000,
    )
    if type_code in MAY_BE_APPROVED:
        school.section_41 = "Approved" if chance.random() < 0.15 else "Not approved"
    if type_code in OVERSEAS:
        school.la_code, school.la_name = 0, "Does not apply"
    if chance.random() < 0.85:
        school.ukprn = str(10_000_000 + urn)
    if chance.random() < 0.35:
        school.opened_on = date(1950, 1, 1) + timedelta(days=int(chance.random() * 26_000))
    if status == 2:
        school.closed_on = date(1995, 8, 31) + timedelta(days=int(chance.random() * 9_700))
    elif status == 3:
        school.closed_on = date(2027, 8, 31)
    else:
        reach(school, chance)
    return school


def invented_town(chance: random.Random) -> str:
    """Half of all schools are in the same few towns, the others in thousands."""
    if chance.random() < 0.5:
        return chance.choice(TOWNS)
    town = chance.choice(FIRST_WORDS) + chance.choice(SECOND_WORDS)
    return chance.choice(TOWN_FORMS).format(town) if chance.random() < 0.1 else town


def reach(school: Establishment, chance: random.Random) -> None:
    """Give a school its website and addresses, under a domain that nobody can own."""
    domain = "".join(letter for letter in school.name.lower() if "a" <= letter <= "z")[:20] + f"{school.urn}.example"
    if chance.random() < 0.9:
        school.website = f"www.{domain}" if chance.random() < 0.7 else f"https://{domain}/"
    if chance.random() < 0.97:
        school.main_email = f"office@{domain}"
    if chance.random() < 0.3:
        school.alternative_email = f"admin@{domain}"
    if chance.random() < 0.6:
        school.headteacher_email = f"head@{domain}"


def invented_name(type_code: int, phase: int, town: str, chance: random.Random) -> str:
    draw = chance.random()
    if draw < 0.13:
        which = f"St {chance.choice(SAINTS)} {chance.choice(('Church of England', 'CofE', 'C of E', 'Catholic', 'RC'))}"
    elif draw < 0.15:
        which = chance.choice(WITH_MARKS)
    elif draw < 0.22:
        which = f"{chance.choice(FOUNDERS)}'s"
    elif draw < 0.32:
        which = f"{town} {chance.choice(('Community', 'North', 'South', 'Park', 'Hill'))}"
    elif draw < 0.36:
        which = f"The {chance.choice(FIRST_WORDS)}s"
    else:
        which = chance.choice(FIRST_WORDS) + chance.choice(SECOND_WORDS)
        if draw < 0.6:
            which = f"{which} {chance.choice(FIRST_WORDS)}"
    if type_code in CHILDRENS_CENTRE:
        return f"{which} Children's Centre"
    if type_code == WELSH:
        return f"Ysgol {which}"
    kinds = KINDS.get(type_code) or KINDS_BY_PHASE[phase]
    return f"{which} {chance.choice(kinds)}"


KINDS_BY_PHASE = {
    0: ("School", "Centre", "House School"),
    1: ("Nursery School",),
    2: ("Primary School", "Primary School", "Primary School", "Infant School", "Junior School", "Primary Academy"),
    3: ("Middle School",),
    4: ("High School", "Academy", "School", "Grammar School"),
    5: ("Middle School",),
    6: ("Sixth Form College",),
    7: ("All-through School",),
}
KINDS = {
    14: ("Pupil Referral Unit",),
    18: ("College", "College of Further Education"),
    28: ("Academy", "Primary Academy"),
    29: ("University",),
    31: ("Sixth Form College",),
    34: ("Academy", "Primary School", "High School"),
    40: ("UTC",),
}


def district_of(type_code: int, area: int, chance: random.Random) -> str:
    if type_code == WELSH:
        return f"W060009{area:02}"
    if type_code in OVERSEAS or chance.random() < 0.02:
        return "9999"
    return f"E0{6 + area % 4}0009{area:02}"


def postcode_in(town: str, chance: random.Random) -> str:
    """One of a town's postcodes; the areas begin with letters that no real area begins with, but for York's."""
    letters = "YO" if town.startswith("York") else f"Q{town[0]}" if town[0].isalpha() else "QQ"
    ending = chance.choice("ABDEFGHJLNPQRSTUWXYZ") + chance.choice("ABDEFGHJLNPQRSTUWXYZ")
    return f"{letters}{int(chance.random() * 40) + 1} {int(chance.random() * 10)}{ending}"


def pick(weighted: tuple[tuple[int, str, int], ...], chance: random.Random) -> int:
    draw = chance.random() * 1000
    for code, _, share in weighted:
        draw -= share
        if draw < 0:
            return code
    return weighted[0][0]
