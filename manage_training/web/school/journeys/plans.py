"""The choices about who trained a school last, beside the programmes that its year offers. Rule P10."""

from collections.abc import Callable, Iterable

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.training.plan import Plan
from manage_training.journeys.answers import Answers

FUNDED = Programme.FULL_INDUCTION


def options(a: Answers, plans: Iterable[str], offered: Iterable[str]) -> list[tuple[str, str]]:
    """The plans, which say more than "a provider, funded by the DfE", in the place of that programme."""
    plans = list(plans)
    programmes = [each for each in offered if not (plans and each == FUNDED)]
    return [(each, in_words(each, a)) for each in (*plans, *programmes)]


def in_words(choice: str, a: Answers) -> str:
    """A plan with the names of who trained the school, or a programme, as a person chooses it."""
    if choice in Plan.values:
        return str(Plan(choice).label).format(provider=a.provider, partner=a.partner)
    return str(Programme(choice).label)


def said(field: str) -> Callable[[Answers], list[tuple[str, object]]]:
    """The row of such a choice on the check page."""
    return lambda a: [("How you run your training", in_words(a[field], a))]
