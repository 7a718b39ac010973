"""Telling a lead provider what a school has said of it."""

from manage_training.domain.academic_years.models import AcademicYear
from manage_training.domain.accounts.models import Membership
from manage_training.domain.messages.send_all import Letter, send_all
from manage_training.domain.messages.write import Value
from manage_training.domain.organisations.models import LeadProvider
from manage_training.domain.partnerships.models import Partnership


def tell_provider(
    kind: str, partnership: Partnership, *, key: str, year: AcademicYear | None = None, **said: str
) -> None:
    """Write to everybody of the partnership's provider, once at each address: its own, and those of its users.

    `year` is the one that the message is about, where that is not the partnership's.
    """
    values: dict[str, Value] = {
        "school_name": partnership.school.name,
        "urn": partnership.school.urn,
        "year_name": str(year or partnership.year),
        "provider_name": partnership.lead_provider.name,
        "partner_name": partnership.delivery_partner.name,
        **said,
    }
    addresses = addresses_of(partnership.lead_provider)
    send_all(kind, [Letter(address, f"{key} {number}", values) for number, address in enumerate(addresses)])


def addresses_of(provider: LeadProvider) -> list[str]:
    users = Membership.objects.in_force().filter(lead_provider=provider).order_by("pk")
    every = [provider.email, *users.values_list("user__email", flat=True)]
    return list({address.lower(): address for address in reversed(every)}.values())[::-1]
