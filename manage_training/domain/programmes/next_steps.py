from dataclasses import dataclass

from manage_training.domain.academic_years.models import AcademicYear, Programme
from manage_training.domain.organisations.models import LeadProvider
from manage_training.domain.programmes.models import SchoolYear


@dataclass(frozen=True)
class NextStep:
    """Something a school still has to do, or has done: a line of "You need to:", without a capital or a full stop."""

    words: str
    done: bool


def next_steps(school_year: SchoolYear, *, provider_confirmed: bool = False, people: int = 0) -> list[NextStep]:
    """What a school has to do after it has said how it runs its training, in the guide's words and order (rule P5).

    Whether a provider has confirmed the school and how many people it has added are the caller's to know. What is done
    stays in the list as done. Nothing where no teachers are expected or no programme is chosen.
    """
    body = NextStep("have an appropriate body in place", school_year.appropriate_body_id is not None)
    match school_year.programme:
        case Programme.FULL_INDUCTION:
            return [
                NextStep(choose_a_provider(school_year), provider_confirmed),
                NextStep("tell us each ECT and mentor's name and email address as soon as possible", people > 0),
                body,
            ]
        case Programme.CORE_INDUCTION:
            return [
                NextStep("choose accredited materials", school_year.materials_id is not None),
                NextStep("tell us each ECT and mentor's name and email address as soon as possible", people > 0),
                body,
            ]
        case Programme.SCHOOL_FUNDED:
            # Nobody tells this service whom the school pays, so it cannot know when this is done.
            return [NextStep("choose a training provider and arrange how your school pays for it", False), body]
        case Programme.DESIGN_OUR_OWN:
            return [NextStep("agree your programme with your appropriate body before it starts", False), body]
    return []


def choose_a_provider(school_year: SchoolYear) -> str:
    if planned := school_year.planned_lead_provider:
        return f"agree with {planned} who your delivery partner is"
    providers = providers_in(school_year.year)
    if providers < 2:  # a year may open before its agreements are loaded
        return "choose a DfE-funded training provider as soon as possible"
    return f"choose one of the {providers} DfE-funded training providers as soon as possible"


def providers_in(year: AcademicYear) -> int:
    """How many lead providers have an agreement for the year."""
    return LeadProvider.objects.filter(agreements__year=year).distinct().count()
