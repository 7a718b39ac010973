from manage_training.domain.clock import today
from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.programmes.next_steps import NextStep, next_steps
from manage_training.domain.training.school_overview import overview


def next_steps_of(school_year: SchoolYear) -> list[NextStep]:
    """What a school has to do for a year and what of it is done, as things are today (rule P5)."""
    years = {known.year.start: known for known in overview(school_year.school, today())}
    known = years.get(school_year.year_id)
    if known is None:  # its registration has not opened
        return next_steps(school_year)
    return next_steps(school_year, provider_confirmed=bool(known.lead_provider), people=known.people)
