"""What a school does about who trained it last. Rule P10."""

from django.db import models

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.organisations.models import LeadProvider
from manage_training.domain.partnerships.models import Partnership
from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.programmes.offer import programmes_for
from manage_training.domain.training.last_time import partners_of


class Plan(models.TextChoices):
    """Each means the programme that DfE funds. In the words of a choice, with the names of the two to fill in."""

    SAME_PAIR = "same_pair", "Stay with {provider} and {partner}"
    OTHER_PARTNER = "other_partner", "Stay with {provider}, with another delivery partner"
    OTHER_PROVIDER = "other_provider", "Use another lead provider than {provider}, funded by the DfE"

    def said_of(self, pair: Partnership) -> str:
        """The choice with the names of these two."""
        return str(self.label).format(provider=pair.lead_provider, partner=pair.delivery_partner)


def plans_for(school_year: SchoolYear, pair: Partnership | None) -> list[Plan]:
    """The plans that would change something for a school that has set up its year; `pair`: `who_trains`."""
    if pair is None or Programme.FULL_INDUCTION not in programmes_for(school_year.school, school_year.year):
        return []
    partners = partners_of(pair, school_year.year)
    trains = pair.year_id == school_year.year_id and pair.ended_at is None
    planned = school_year.planned_lead_provider_id is not None
    waits = school_year.programme == Programme.FULL_INDUCTION and not trains and not planned
    possible = {
        Plan.SAME_PAIR: pair.delivery_partner_id in partners and not trains,
        Plan.OTHER_PARTNER: bool(partners - {pair.delivery_partner_id}) and not planned,
        Plan.OTHER_PROVIDER: not waits,  # for another already
    }
    return [plan for plan, is_possible in possible.items() if is_possible]


def pair_in_words(pair: Partnership) -> str:
    return f"{pair.lead_provider} with {pair.delivery_partner}"


def planned_by(plan: Plan | None, pair: Partnership | None) -> LeadProvider | None:
    """The lead provider whose delivery partner is still to be confirmed."""
    return pair.lead_provider if pair and plan == Plan.OTHER_PARTNER else None


def told_to_provider(plan: Plan | None, programme: Programme) -> str:
    """What the provider that a school was with reads of its plans."""
    if plan == Plan.SAME_PAIR:
        return "It goes on with you and with your delivery partner."
    if plan == Plan.OTHER_PARTNER:
        return (
            "It stays with you and changes its delivery partner. Agree with the school which, then report it with that "
            "partner."
        )
    if programme == Programme.FULL_INDUCTION:
        return "It will use another lead provider."
    if programme == Programme.NO_EARLY_CAREER_TEACHERS:
        return "It does not expect any early career teachers to join."
    return f"It will not use a lead provider. Its programme: {programme.label}."
