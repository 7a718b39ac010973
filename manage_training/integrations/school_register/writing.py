"""Register files of invented schools, in each shape the register has had: establishments, contacts, links."""

import csv
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

from manage_training.integrations.school_register.invented import PHASES, STATUSES, TYPES, Establishment
from manage_training.integrations.school_register.invented_names import FORENAMES, FOUNDERS
from manage_training.integrations.school_register.shapes import BARE, SHAPES, Shape

ENCODING = "cp1252"
NEEDS_QUOTES = frozenset('",\r\n')
NAMES_OF_TYPES = {code: name for code, name, _ in TYPES}
NAMES_OF_STATUSES = {code: name for code, name, _ in STATUSES}
NAMES_OF_PHASES = {code: name for code, name, _ in PHASES}
NOT_APPLICABLE = "Not applicable"
# What most rows of the public file say in columns that we do not use.
FILLERS = {
    "EstablishmentTypeGroup (code)": "4",
    "EstablishmentTypeGroup (name)": "Local authority maintained schools",
    "ReasonEstablishmentOpened (code)": "00",
    "ReasonEstablishmentOpened (name)": NOT_APPLICABLE,
    "ReasonEstablishmentClosed (code)": "00",
    "ReasonEstablishmentClosed (name)": NOT_APPLICABLE,
    "StatutoryLowAge": "3",
    "StatutoryHighAge": "11",
    "Boarders (code)": "1",
    "Boarders (name)": "No boarders",
    "NurseryProvision (name)": "Has Nursery Classes",
    "OfficialSixthForm (code)": "2",
    "OfficialSixthForm (name)": "Does not have a sixth form",
    "Gender (code)": "3",
    "Gender (name)": "Mixed",
    "ReligiousCharacter (code)": "00",
    "ReligiousCharacter (name)": "Does not apply",
    "ReligiousEthos (name)": "Does not apply",
    "Diocese (code)": "0000",
    "Diocese (name)": NOT_APPLICABLE,
    "AdmissionsPolicy (code)": "0",
    "AdmissionsPolicy (name)": NOT_APPLICABLE,
    "SpecialClasses (code)": "2",
    "SpecialClasses (name)": "No Special Classes",
    "CensusDate": "16-01-2020",
    "TrustSchoolFlag (code)": "0",
    "TrustSchoolFlag (name)": NOT_APPLICABLE,
    "SchoolSponsorFlag (name)": NOT_APPLICABLE,
    "FederationFlag (name)": "Not under a federation",
    "FurtherEducationType (name)": NOT_APPLICABLE,
    "OfstedSpecialMeasures (code)": "0",
    "OfstedSpecialMeasures (name)": NOT_APPLICABLE,
    "HeadPreferredJobTitle": "Headteacher",
    "BSOInspectorateName (name)": NOT_APPLICABLE,
    "TeenMoth (name)": NOT_APPLICABLE,
    "CCF (name)": NOT_APPLICABLE,
    "SENPRU (name)": NOT_APPLICABLE,
    "EBD (name)": NOT_APPLICABLE,
    "FTProv (name)": NOT_APPLICABLE,
    "EdByOther (name)": NOT_APPLICABLE,
    "GOR (code)": "J",
    "GOR (name)": "South East",
    "UrbanRural (code)": "C1",
    "UrbanRural (name)": "(England/Wales) Urban city and town",
    "PreviousLA (code)": "999",
    "QABName (code)": "0",
    "QABName (name)": NOT_APPLICABLE,
    "EstablishmentAccredited (code)": "0",
    "EstablishmentAccredited (name)": NOT_APPLICABLE,
}


def write_register(path: Path, schools: Iterable[Establishment], shape: str, *, seed: int = 1) -> None:
    """Write an establishments file in one of `SHAPES`. A shape without e-mail columns leaves the addresses out."""
    form = SHAPES[shape]
    varying = [name for name in form.columns if name in VALUES_OF]
    cells = ["%s" if name in VALUES_OF else written(FILLERS.get(name, ""), name, form) for name in form.columns]
    line = ",".join(cells) + "\r\n"
    header = ",".join(f'"{name}"' if form.all_quoted else name for name in form.columns) + "\r\n"
    with path.open("w", encoding=ENCODING, newline="") as file:
        file.write(header)
        for school in schools:
            values = values_of(school, form, seed)
            file.write(line % tuple([written(values[name], name, form) for name in varying]))


def written(value: str, column: str, form: Shape) -> str:
    if (form.all_quoted and column not in BARE) or not NEEDS_QUOTES.isdisjoint(value):
        return '"' + value.replace('"', '""') + '"'
    return value


def values_of(school: Establishment, form: Shape, seed: int) -> dict[str, str]:
    """What differs from school to school, by column; the same for a school wherever in a file it stands."""
    code = "{:02}".format if form.padded else str
    pupils = (school.urn * 7_919 + seed * 104_729) % 900 + 20
    boys = pupils // 2
    return {
        "URN": str(school.urn),
        "LA (code)": f"{school.la_code:03}",
        "LA (name)": school.la_name,
        "EstablishmentNumber": str(school.number),
        "EstablishmentName": school.name,
        "TypeOfEstablishment (code)": code(school.type_code),
        "TypeOfEstablishment (name)": NAMES_OF_TYPES[school.type_code],
        "EstablishmentStatus (code)": str(school.status),
        "EstablishmentStatus (name)": NAMES_OF_STATUSES[school.status],
        "OpenDate": school.opened_on.strftime(form.date) if school.opened_on else "",
        "CloseDate": school.closed_on.strftime(form.date) if school.closed_on else "",
        "PhaseOfEducation (code)": str(school.phase),
        "PhaseOfEducation (name)": NAMES_OF_PHASES[school.phase],
        "SchoolCapacity": str(pupils + 30),
        "NumberOfPupils": str(pupils),
        "NumberOfBoys": str(boys),
        "NumberOfGirls": str(pupils - boys),
        "PercentageFSM": f"{pupils % 400 / 10}",
        "UKPRN": school.ukprn,
        "LastChangedDate": f"{boys % 28 + 1:02}-{boys % 12 + 1:02}-2021".replace("-", form.date[2]),
        "Street": school.street,
        "Locality": school.locality,
        "Town": school.town,
        "Postcode": school.postcode,
        "SchoolWebsite": school.website,
        "MainEmail": school.main_email,
        "AlternativeEmail": school.alternative_email,
        "HeadFirstName": FORENAMES[pupils % len(FORENAMES)],
        "HeadLastName": FOUNDERS[boys % len(FOUNDERS)],
        "Section41Approved (name)": school.section_41,
        "DistrictAdministrative (code)": school.district,
        "DistrictAdministrative (name)": school.la_name,
        "AdministrativeWard (code)": f"E05{school.urn % 1_000_000:06}",
        "AdministrativeWard (name)": school.locality,
        "ParliamentaryConstituency (code)": f"E14{school.la_code:06}",
        "ParliamentaryConstituency (name)": school.town,
        "Easting": str(400_000 + school.urn % 100_000),
        "Northing": str(150_000 + school.urn % 90_000),
        "MSOA (name)": f"{school.la_name} {school.urn % 100:03}",
        "LSOA (name)": f"{school.la_name} {school.urn % 100:03}A",
        "UPRN": str(200_000_000_000 + school.urn),
        "MSOA (code)": f"E02{school.urn % 1_000_000:06}",
        "LSOA (code)": f"E01{school.urn % 1_000_000:06}",
    }


VALUES_OF = frozenset(values_of(Establishment(100_000, ""), SHAPES["ecf_tech_2022"], seed=1))


def write_contacts(path: Path, schools: Iterable[Establishment]) -> None:
    """Write the contacts file of the schools that have an address: the public register has none."""
    with path.open("w", encoding=ENCODING, newline="") as file:
        out = csv.writer(file)
        out.writerow(("URN", "MainEmail", "AlternativeEmail", "HeadteacherEmail"))
        for school in schools:
            addresses = (school.main_email, school.alternative_email, school.headteacher_email)
            if any(addresses):
                out.writerow((school.urn, *addresses))


def write_links(path: Path, schools: Iterable[Establishment], *, seed: int = 1) -> None:
    """Write the links file: successors and predecessors, both directions for most, as in the real one."""
    by_urn = {school.urn: school for school in schools}
    with path.open("w", encoding=ENCODING, newline="") as file:
        file.write('"URN","LinkURN","LinkName","LinkType","LinkEstablishedDate"\r\n')
        for urn, linked, kind, day in sorted(links_of(by_urn.values(), random.Random(seed))):  # noqa: S311
            name = by_urn[linked].name.replace('"', '""') if linked in by_urn else ""
            file.write(f'{urn},{linked},"{name}","{kind}","{day}"\r\n')


def links_of(schools: Iterable[Establishment], chance: random.Random) -> Iterator[tuple[int, int, str, str]]:
    for school in schools:
        for successor in school.successors:
            day = school.closed_on.strftime("%d-%m-%Y") if school.closed_on and chance.random() < 0.8 else ""
            how = chance.choices(("", " - merged", " - amalgamated", " - Split School"), (970, 14, 7, 9))[0]
            directions = chance.random()
            if directions < 0.98:
                yield school.urn, successor, f"Successor{how}", day
            if directions > 0.03:
                yield successor, school.urn, f"Predecessor{how}", day
