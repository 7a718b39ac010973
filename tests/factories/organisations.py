"""Lead providers, delivery partners, agreements, appropriate bodies and materials for tests."""

from pathlib import Path

from manage_training.domain.organisations.models import (
    Agreement,
    AppropriateBody,
    DeliveryPartner,
    Kind,
    LeadProvider,
    Materials,
)
from manage_training.domain.organisations.reference import load_reference
from tests.factories.years import a_year

DEMO_REFERENCE = Path(__file__).parents[2] / "manage_training" / "demo" / "reference"


def reference_data() -> None:
    """Everything that the demo's reference folder holds: years, providers, partners, agreements, bodies, materials."""
    load_reference(DEMO_REFERENCE)


def a_lead_provider(name: str = "Ambition Institute", *, email: str = "schools@ambition.example") -> LeadProvider:
    return LeadProvider.objects.get_or_create(name=name, defaults={"email": email})[0]


def a_delivery_partner(name: str = "Kings College London") -> DeliveryPartner:
    return DeliveryPartner.objects.get_or_create(name=name)[0]


def an_agreement(
    lead_provider: str = "Ambition Institute", delivery_partner: str = "Kings College London", *, year: int = 2022
) -> Agreement:
    """The two work together in a year; whoever does not exist yet is made."""
    return Agreement.objects.get_or_create(
        lead_provider=a_lead_provider(lead_provider),
        delivery_partner=a_delivery_partner(delivery_partner),
        year=a_year(year),
    )[0]


def an_appropriate_body(
    name: str = "Ashcombe Teaching School Hub",
    *,
    kind: Kind = Kind.TEACHING_SCHOOL_HUB,
    school_types: tuple[int, ...] = (),
    first_year: int = 2021,
    last_year: int | None = None,
) -> AppropriateBody:
    """A body that takes on new teachers of any type of school from 2021 on, unless told."""
    return AppropriateBody.objects.get_or_create(
        name=name,
        kind=kind,
        defaults={"school_types": list(school_types), "first_year": first_year, "last_year": last_year},
    )[0]


def some_materials(name: str = "Teach First") -> Materials:
    return Materials.objects.get_or_create(name=name)[0]
