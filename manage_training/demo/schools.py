"""The schools of the demo: ten that are told apart by name, and two thousand more to search among."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from manage_training.domain.events.actor import Actor
from manage_training.domain.schools.import_links import import_links
from manage_training.domain.schools.import_schools import import_schools
from manage_training.integrations.school_register.establishments import EstablishmentsFile
from manage_training.integrations.school_register.invented import Establishment, invented_schools
from manage_training.integrations.school_register.small_files import RegisterLinks
from manage_training.integrations.school_register.writing import write_links, write_register

HOW_MANY_MORE = 2_000
INDEPENDENT = 11
PRIMARY, SECONDARY, ALL_THROUGH = 2, 4, 7
CLOSED = 2


def fixed(urn: int, name: str, domain: str, *, contact: str = "office", **facts: object) -> Establishment:
    """A school whose website and contact are at `domain`; without a `contact` the register has no address of it."""
    return Establishment(
        urn,
        name,
        **{  # type: ignore[arg-type] # facts of an establishment, by name
            "postcode": f"QT{urn % 90 + 1} 1AA",
            "street": "1 School Lane",
            "number": 3000 + urn % 1000,
            "website": f"https://www.{domain}/",
            "main_email": f"{contact}@{domain}" if contact else "",
        }
        | facts,
    )


FIXED = (
    fixed(140001, "ACME Primary School", "acme.example"),
    fixed(140002, "Oakfield Primary School", "oakfield.example", town="Oakfield"),
    fixed(140003, "Beacon Academy", "beacon.example", type_code=34, phase=SECONDARY, town="Beacon Hill"),
    fixed(140004, "Riverside College", "riverside.example", type_code=INDEPENDENT, phase=ALL_THROUGH),
    fixed(140005, "Riverbank Infant School", "riverbank.example", type_code=34),
    fixed(140006, "Riverbank Junior School", "riverbank.example", type_code=34),
    fixed(140007, "Riverbank Secondary School", "riverbank.example", type_code=34, phase=SECONDARY),
    fixed(140008, "Hilltop School", "hilltop.example", contact="", town="Hilltop"),
    fixed(
        140009, "Old Mill School", "oldmill.example", status=CLOSED, closed_on=date(2020, 8, 31), successors=[140010]
    ),
    fixed(140010, "New Mill School", "newmill.example"),
)
NAMES = {school.name for school in FIXED}  # which no other school of the demo bears


def load_schools(by: Actor) -> None:
    """Import the demo's schools."""
    others = list(invented_schools(HOW_MANY_MORE))
    for school in others:
        if school.name in NAMES:
            school.name += f", {school.town or 'Thornwick'}"
    import_invented([*FIXED, *others], by)


def import_invented(schools: list[Establishment], by: Actor) -> None:
    """Take in invented schools, and which followed which, from files like the register's."""
    with TemporaryDirectory() as folder:
        register, links = Path(folder, "demo_register.csv"), Path(folder, "demo_links.csv")
        write_register(register, schools, "ecf_tech_2022")
        import_schools(EstablishmentsFile(register), by=by)
        if any(school.successors for school in schools):
            write_links(links, schools)
            import_links(RegisterLinks(links), by=by)
