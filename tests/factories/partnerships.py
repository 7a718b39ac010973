"""Reports of lead providers for tests, made by the domain's own functions, and the links that schools were sent."""

from manage_training.domain.events.actor import THE_SERVICE, Actor
from manage_training.domain.messages.models import Message
from manage_training.domain.partnerships.models import Challenge, Partnership, Reason
from manage_training.domain.partnerships.report import Claim
from manage_training.domain.schools.models import School
from manage_training.domain.training import follow_partnership
from tests.factories.invitations import token_in
from tests.factories.organisations import an_agreement
from tests.factories.schools import a_school
from tests.factories.years import an_open_year


def a_report(
    of: School | None = None,
    *,
    year: int = 2022,
    provider: str = "Ambition Institute",
    partner: str = "Kings College London",
    by: Actor = THE_SERVICE,
) -> Partnership:
    """What a provider has reported of a school of its own, unless told; it has to be good."""
    opened = an_open_year(year)
    agreement = an_agreement(provider, partner, year=year)
    claim = Claim((of or a_school()).urn, agreement.delivery_partner)
    done = follow_partnership.report(agreement.lead_provider, opened, [claim], by=by)
    assert done.refused == []
    return done.reported[0].partnership


def a_challenge(
    of: Partnership | None = None, reason: Reason = Reason.MISTAKE, *, by: Actor = THE_SERVICE
) -> Challenge:
    return follow_partnership.challenge(of or a_report(), reason, by=by)


def token_of_report(partnership: Partnership) -> str:
    """The token of the link that the school was sent."""
    told = Message.objects.filter(school_id=partnership.school_id, kind__startswith="partnership_reported")
    return token_in(told.latest("pk"))
