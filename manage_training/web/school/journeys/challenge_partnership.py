"""A tutor says that a provider's report is wrong: the same question as behind the link of our message."""

from django.shortcuts import redirect

from manage_training.domain.partnerships.challenge import Stands, stands
from manage_training.domain.partnerships.models import Partnership
from manage_training.journeys.journey import Journey
from manage_training.journeys.opening import DoesNotBegin
from manage_training.web import wrong_partnership
from manage_training.web.access import SchoolRequest
from manage_training.web.school.journeys.opening import about_answers


def begin(request: SchoolRequest, start: int) -> dict[str, object]:
    live = Partnership.objects.live().select_related("year", "lead_provider", "delivery_partner")
    partnership = live.filter(school=request.school, year=start).first()
    if partnership is None or stands(partnership) is not Stands.CAN_BE_CHALLENGED:
        raise DoesNotBegin(redirect("school:year", request.school.urn, start))  # which says how things are
    return {"partnership": partnership, "year_start": start, "year_name": str(partnership.year)}


journey = Journey(
    "challenge-partnership",
    wrong_partnership.REASON,
    area="school",
    title="Tell us that your training provider is wrong",
    opens=about_answers(begin),
    submit=wrong_partnership.submit,
)
