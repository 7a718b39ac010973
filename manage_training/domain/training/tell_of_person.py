"""Messages about somebody at a school: what those to its tutors, and to a provider, always say."""

from manage_training.domain.accounts.memberships import tutors_of
from manage_training.domain.accounts.way_in import way_in
from manage_training.domain.messages.send import send
from manage_training.domain.messages.send_all import Letter, send_all
from manage_training.domain.messages.write import Value
from manage_training.domain.organisations.models import LeadProvider
from manage_training.domain.schools.models import School
from manage_training.domain.training.models import Placement


def tell_tutors(kind: str, placement: Placement, *, key: object, leads_to: str = "", **values: Value) -> None:
    """The tutors of a placement's school: whom it is about, and the way to their record, or to where it `leads_to`."""
    of_all: dict[str, Value] = {
        "teacher_name": str(placement.teacher),
        "school_name": placement.school.name,
        **values,
    }
    leads_to = leads_to or record_of(placement)
    send_all(
        kind,
        [
            Letter(
                tutor.user.email,
                f"{kind} {key} {tutor.pk}",
                {**of_all, "tutor_name": tutor.user.name, "way_in": way_in(tutor.user, leads_to)},
                placement.school_id,
            )
            for tutor in tutors_of(placement.school)
        ],
    )


def tell_provider(kind: str, provider: LeadProvider, placement: Placement, *, key: object, **said: str) -> None:
    """A provider of what becomes of somebody whom it trains, or is to train, at a placement."""
    send(
        kind,
        to=provider.email,
        key=f"{kind} {key}",
        school=placement.school_id,
        provider_name=provider.name,
        teacher_name=str(placement.teacher),
        role_name=placement.get_role_display().lower(),
        reference=placement.reference,
        **said,
    )


def record_of(placement: Placement) -> str:
    return f"{people_of(placement.school)}{placement.pk}/"


def people_of(school: School) -> str:
    return f"/schools/{school.urn}/people/"
