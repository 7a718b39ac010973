"""Who trains England's teachers: the demo's providers, and delivery partners for all parts of the country."""

import random
from dataclasses import dataclass

from manage_training.demo.england.names import names_of_partners
from manage_training.domain.academic_years.models import AcademicYear
from manage_training.domain.organisations.models import Agreement, AppropriateBody, DeliveryPartner, LeadProvider

PARTNERS = 60


@dataclass(frozen=True)
class Pair:
    lead_provider: int
    delivery_partner: int


def load_partners(years: list[AcademicYear], chance: random.Random) -> None:
    """Delivery partners with agreements for each of the years, each with one or two lead providers."""
    providers = list(LeadProvider.objects.all())
    there = set(DeliveryPartner.objects.values_list("name", flat=True))
    new = [DeliveryPartner(name=name) for name in names_of_partners(PARTNERS, chance) if name not in there]
    agreements = []
    for partner in DeliveryPartner.objects.bulk_create(new):
        for provider in chance.sample(providers, 2 if chance.random() < 0.3 else 1):
            agreements += [Agreement(lead_provider=provider, delivery_partner=partner, year=year) for year in years]
    Agreement.objects.bulk_create(agreements)


def pairs_of(year: AcademicYear) -> list[Pair]:
    return [Pair(*each) for each in year.agreements.order_by("pk").values_list("lead_provider", "delivery_partner")]


def bodies_of(year: AcademicYear) -> list[int]:
    """The bodies that any school may choose in a year."""
    bodies = AppropriateBody.objects.filter(school_types=[], first_year__lte=year.start)
    return list(bodies.exclude(last_year__lt=year.start).order_by("pk").values_list("pk", flat=True))
