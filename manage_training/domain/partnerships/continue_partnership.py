from django.db import transaction

from manage_training.domain.academic_years.models import AcademicYear
from manage_training.domain.clock import now
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.record import record
from manage_training.domain.organisations.models import Agreement
from manage_training.domain.partnerships.live import live_partnership
from manage_training.domain.partnerships.models import Origin, Partnership
from manage_training.domain.partnerships.report import pair_of
from manage_training.domain.refusal import Refusal
from manage_training.domain.schools.models import School


@transaction.atomic
def continue_partnership(school: School, year: AcademicYear, last: Partnership, *, by: Actor) -> Partnership:
    """Go on with last year's lead provider and delivery partner in a new year, as the school says, and return theirs.

    Where a partnership is live in the new year, a provider has been faster: it stays and is returned. A school does not
    challenge what it has said itself, so there is no deadline. Raises `Refusal` where the two have no agreement for the
    new year. What this does to people is `training/follow_partnership.py`. Rule B10.
    """
    School.objects.select_for_update(no_key=True).only("pk").get(pk=school.pk)
    if there := live_partnership(school, year):
        return there
    if not may_continue(last, year):
        raise Refusal(
            f"{last.lead_provider} does not work with {last.delivery_partner} in {year}, so you cannot continue with "
            "both. Choose what to change."
        )
    new = Partnership.objects.create(
        school=school,
        year=year,
        lead_provider=last.lead_provider,
        delivery_partner=last.delivery_partner,
        origin=Origin.CONTINUED,
        since=now(),
    )
    record("partnership_continued", about=new, by=by, school=school.pk, last=last.pk, **pair_of(new))
    return new


def may_continue(last: Partnership, year: AcademicYear) -> bool:
    """Whether the two have an agreement for the year too."""
    agreed = Agreement.objects.filter(year=year, lead_provider=last.lead_provider_id)
    return agreed.filter(delivery_partner=last.delivery_partner_id).exists()
