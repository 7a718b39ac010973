"""Telling schools who has confirmed that it trains them: their tutors, else their contact. Rule B7."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.accounts.memberships import Addressee, tutors_of_each
from manage_training.domain.bulk import among
from manage_training.domain.cases.open_case import open_case
from manage_training.domain.dates import words
from manage_training.domain.events.actor import Actor
from manage_training.domain.invitations.invite import invite_each
from manage_training.domain.messages.send_all import Letter, send_all
from manage_training.domain.partnerships.models import Partnership
from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.programmes.switch import Before
from manage_training.domain.schools.contacts import contacts_of_each
from manage_training.domain.schools.models import School
from manage_training.domain.secrets import keyed_hash, new_seed, token_of

TO_TUTORS, TO_CONTACT = "partnership_reported", "partnership_reported_to_contact"
NOBODY_TO_TELL = "nobody_to_tell_of_a_partnership"


@dataclass(frozen=True)
class Readers:
    """Whom a school's message goes to. All get one link, which is made from one seed."""

    tutors: list[Addressee]
    contact: str | None
    seed: str = field(default_factory=new_seed)

    @property
    def kind(self) -> str:
        return TO_TUTORS if self.tutors else TO_CONTACT

    @cached_property
    def token_hash(self) -> str:
        """By which the partnership knows the link again."""
        return keyed_hash(token_of(self.seed, purpose=self.kind))


def readers_at(schools: Iterable[School]) -> dict[int, Readers]:
    """Whom to write to at each school, by its id. Three queries, however many there are."""
    schools = list(schools)
    tutors = tutors_of_each(schools)
    without = [school for school in schools if school.pk not in tutors]
    contacts = contacts_of_each(without)
    return {school.pk: Readers(tutors.get(school.pk, []), contacts.get(school.pk)) for school in schools}


def tell_schools(
    new: Iterable[Partnership],
    readers: Mapping[int, Readers],
    *,
    replaced: Mapping[int, Partnership],
    switched: Mapping[int, Before],
    by: Actor,
) -> None:
    """Tell each school who trains it now, and how to say that this is wrong. One without a tutor can nominate one."""
    new, to_tutors, to_contacts = list(new), [], []
    without_tutor: dict[School, str] = {}
    left = what_is_left(new)
    for each in new:
        reads = readers[each.school_id]
        said = said_of(each, replaced.get(each.school_id), switched)
        for tutor in reads.tutors:
            key = f"{TO_TUTORS} {each.pk} {tutor.pk}"
            values = said | {"tutor_name": tutor.name, "what_is_left": left[each.school_id]}
            to_tutors.append(Letter(tutor.email, key, values, each.school_id, reads.seed))
        if not reads.tutors and reads.contact:
            without_tutor[each.school] = reads.contact
            key = f"{TO_CONTACT} {each.pk}"
            to_contacts.append(Letter(reads.contact, key, said, each.school_id, reads.seed))
        if not reads.tutors and not reads.contact:
            ask_dfe_to_tell(each, by)
    send_all(TO_TUTORS, to_tutors)
    send_all(TO_CONTACT, to_contacts)
    invite_each(without_tutor, by=by)


def said_of(new: Partnership, replaced: Partnership | None, switched: Mapping[int, Before]) -> dict[str, str]:
    assert new.challenge_by  # noqa: S101 - what was reported has a deadline
    return {
        "school_name": new.school.name,
        "year_name": str(new.year),
        "provider_name": new.lead_provider.name,
        "partner_name": new.delivery_partner.name,
        "what_changes": what_changes(new, replaced, switched),
        "last_day": words(new.challenge_by),
    }


def what_changes(new: Partnership, replaced: Partnership | None, switched: Mapping[int, Before]) -> str:
    """The sentence that says what is different now from what the school had told us or been told."""
    now_it_is = Programme.FULL_INDUCTION.label
    if new.school_id in switched:
        before = switched[new.school_id]
        if before is None:
            return f"You had not told us how you run your training in {new.year}. We have set it to: {now_it_is}."
        return f"You had told us: {Programme(before).label}. We have changed this to: {now_it_is}."
    if replaced:
        return f"Until now your delivery partner was {replaced.delivery_partner}."
    return "Nothing else changes in how your school runs its training."


def what_is_left(new: Collection[Partnership]) -> dict[int, str]:
    """What the tutors of each school, by its id, still have to do for the year, as its dashboard has it. One query."""
    of_the_year = SchoolYear.objects.filter(year__in={each.year_id for each in new}, appropriate_body=None)
    no_body = {*of_the_year.filter(school__in=among(each.school_id for each in new)).values_list("school", flat=True)}
    return {
        each.school_id: f"Your appropriate body for {each.year} is still missing: sign in and tell us, once you have "
        "appointed one. Add your ECTs and mentors when you know who they are."
        if each.school_id in no_body
        else "Add your ECTs and mentors when you know who they are."
        for each in new
    }


def ask_dfe_to_tell(new: Partnership, by: Actor) -> None:
    """Nobody at the school can be written to, so a person at DfE finds somebody."""
    said = f"{new}. The school has no induction tutor and no email address, so it has not been told."
    open_case(NOBODY_TO_TELL, school=new.school, about=f"partnership {new.pk}", words=said, by=by)
