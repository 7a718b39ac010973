from dataclasses import replace

from manage_training.domain.teachers.records import Record, RecordDeactivated, RecordsUnavailable


class InventedRecords:
    """A record service of invented people, for the demo and for tests."""

    def __init__(
        self,
        *records: Record,
        merged: dict[str, str] | None = None,
        deactivated: frozenset[str] = frozenset(),
        silent: frozenset[str] = frozenset(),
        national_insurance_numbers: dict[str, str] | None = None,
    ) -> None:
        self.records = {record.trn: record for record in records}
        self.merged = merged or {}
        self.deactivated = deactivated
        self.silent = silent  # no answer comes for these
        self.national_insurance_numbers = national_insurance_numbers or {}

    def find(self, trn: str) -> Record | None:
        if trn in self.silent:
            raise RecordsUnavailable("no answer")
        if trn in self.deactivated:
            raise RecordDeactivated
        if trn in self.merged:
            return replace(self.records[self.merged[trn]], merged_from=trn)
        return self.records.get(trn)

    def has_national_insurance_number(self, trn: str, number: str) -> bool:
        if trn in self.silent:
            raise RecordsUnavailable("no answer")
        return self.national_insurance_numbers.get(trn) == number
