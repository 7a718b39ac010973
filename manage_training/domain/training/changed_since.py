"""What has happened to somebody since they were transferred, in words for the school that would undo it. Rule V9."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from manage_training.domain.training.as_it_stands import PLACEMENT, TRAINING, as_it_stands
from manage_training.domain.training.models import Mentorship, Placement, TrainingPeriod, Transfer

DETAILS = "their details"
ELSEWHERE = "what another school says of them"  # which, and what, is not for this one to know
IN_THIS_ORDER = ["their start date", "their last day", "their training", "their mentor", ELSEWHERE]

Row = tuple[Any, ...]


def changed_since(done: Transfer) -> list[str]:
    """Nothing where everything stands as it did after the transfer."""
    then, now = ({tuple(row) for row in rows} for rows in (done.stands, as_it_stands(done)))
    changed = then ^ now
    said = {words for row in changed for words in about(row, changed, done.joined)}
    # A placement has a new version with every change about somebody, also with one that no row here tells of.
    return [words for words in IN_THIS_ORDER if words in said] or ([DETAILS] if changed else [])


def about(row: Row, changed: set[Row], joined: Placement) -> Iterator[str]:
    """What a row that is not as it was is about. How many columns it has says of which kind it is."""
    if len(row) == len(PLACEMENT):
        if row[0] != joined.pk:
            yield ELSEWHERE
            return
        of_theirs = [each for each in changed if len(each) == len(PLACEMENT) and each[0] == joined.pk]
        for column, words in (("starts_on", "their start date"), ("finishes_on", "their last day")):
            if len({each[PLACEMENT.index(column)] for each in of_theirs}) > 1:
                yield words
    elif len(row) == len(TRAINING):
        yield "their training" if TrainingPeriod.objects.filter(pk=row[0], placement=joined).exists() else ELSEWHERE
    else:
        here = Mentorship.objects.filter(Q(ect=joined) | Q(mentor=joined), pk=row[0]).exists()
        yield "their mentor" if here else ELSEWHERE
