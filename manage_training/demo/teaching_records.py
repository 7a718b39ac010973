"""The demo's record service: the people of its README, and nobody else."""

from datetime import date

from manage_training.domain.clock import today
from manage_training.domain.teachers.records import Induction, Record
from manage_training.integrations.teaching_records.invented import InventedRecords


def somebody(
    trn: str, born: date, first: str, last: str, induction: Induction = Induction.NONE, **more: object
) -> Record:
    facts: dict[str, object] = {"qts_since": date(today().year - 1, 7, 1)}
    return Record(trn, first, "", last, born, induction=induction, **facts | more)  # type: ignore[arg-type]


def from_settings(seconds: float) -> InventedRecords:
    """The adapter of `TeachingRecords` for the demo. It answers at once, whatever time there is."""
    return InventedRecords(
        somebody("9100001", date(1999, 4, 12), "Priya", "Sharma"),
        somebody("9100002", date(1998, 11, 3), "Jonathan", "Baker"),
        somebody("9100003", date(2000, 2, 29), "Zoë", "O'Brien-Żółć"),
        somebody("9100004", date(1997, 7, 7), "Tomasz", "Nowak", qts_since=None),
        somebody("9100005", date(1996, 3, 21), "Grace", "Okafor", Induction.PASSED),
        somebody("9100006", date(1995, 5, 15), "Dylan", "Hughes", Induction.EXEMPT),
        somebody("9100007", date(1994, 1, 30), "Marta", "Silva", Induction.FAILED),
        somebody("9100008", date(1996, 8, 8), "Owen", "Price", prohibited=True),
        somebody("9100010", date(1999, 12, 1), "Aisha", "Khan"),
        somebody("9100012", date(1993, 2, 2), "Helen", "Ward"),
        somebody("9100013", date(1992, 9, 9), "Peter", "Lund"),
        somebody("0100015", date(1999, 10, 11), "Callum", "Reid"),
        somebody("9100016", date(1998, 6, 6), "Nadia", "Rahman", other_alerts=True),
        somebody("9200001", date(1997, 3, 3), "Leah", "Morris", Induction.IN_PROGRESS),
        somebody("9200002", date(1990, 2, 14), "Ivan", "Petrov"),
        merged={"9100009": "9100010"},
        deactivated=frozenset({"9100011"}),
        silent=frozenset({"9100014"}),
        national_insurance_numbers={"9100001": "AB123456C"},
    )
