from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from manage_training.journeys.kept import Rows, restore


class Answers(Mapping[str, Any]):
    """What has been answered so far, by name: `a.starts_on`, and what the draft was started with: `a.school`.

    A question that is not asked, or not yet, answers None. A name that no step asks is an `AttributeError`, so that a
    misspelt condition cannot pass for "not answered". A row is read when it is first looked at, once a request.
    As a mapping it fills the {names} in a form's words.
    """

    def __init__(self, names: Iterable[str], kept: Mapping[str, Any], rows: Rows | None = None) -> None:
        """`names`: all that can be asked. `kept`: the values there are, from `keep`. `rows`: those in hand."""
        self._kept = {**dict.fromkeys(names), **kept}
        self._rows: Rows = {} if rows is None else rows

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in self._kept:
            raise AttributeError(f"No step of this journey asks {name!r}, and it was not started with it.")
        return restore(self._kept[name], self._rows)

    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)

    def and_then(self, kept: Mapping[str, Any]) -> "Answers":
        """These answers with those of one more step."""
        return Answers((), {**self._kept, **kept}, self._rows)
