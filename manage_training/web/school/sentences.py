"""What an event says to a person. Events hold ids and codes; names are looked up when somebody reads them. Rule M10."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Manager, QuerySet

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.accounts.models import Membership, User
from manage_training.domain.dates import words
from manage_training.domain.events.models import Event
from manage_training.domain.invitations.models import Nomination
from manage_training.domain.organisations.models import AppropriateBody, DeliveryPartner, LeadProvider, Materials
from manage_training.domain.partnerships.models import Reason
from manage_training.domain.programmes.models import SHORT_NAMES, Expects
from manage_training.domain.training.models import Placement, Role
from manage_training.domain.training.say_transfer_is_a_mistake import WhyAMistake
from manage_training.domain.training.state import State, plain_label

# What may stand in braces are the methods of `Said`. A kind that nobody records any more keeps its sentence, as its
# events stay.
SENTENCES = {
    "school_invited": "We sent the school an email that asks it to nominate its induction tutor.",
    "invitation_answered": "{who} answered if the school expects early career teachers: {answer}.",
    "teachers_expected": "{who} answered if the school expects early career teachers in {year}: {answer}.",
    "tutor_nominated": "{who} nominated {nominee} as induction tutor.",
    "nomination_confirmed": "{who} confirmed {nominee} as induction tutor.",
    "nomination_declined": "{who} did not confirm {nominee} as induction tutor.",
    "nomination_expired": "Nobody confirmed {nominee} as induction tutor in time.",
    "tutor_appointed": "{tutor} became induction tutor.",
    "tutor_ended": "{tutor} stopped being induction tutor.",
    "tutor_details_corrected": "{who} corrected the name or email address of {tutor}.",
    "programme_chosen": "{who} said how the school runs its training in {year}: {programme}.",
    "programme_changed": "{who} changed how the school runs its training in {year}: {programme}.",
    "programme_switched": "How the school runs its training in {year} became: {programme}, as a provider trains it.",
    "partnership_reported": "{provider} confirmed that it trains the school in {year}, with {partner}.",
    "partnership_challenged": "{who} said that {provider} does not train the school in {year}: {challenge}.",
    "challenge_undone": "{who} took back that {provider} does not train the school in {year}.",
    "partnership_continued": "{who} said that {provider} and {partner} go on to train the school in {year}.",
    "partnership_ended": "{who} said that the school does not go on with {provider} and {partner} in {year}.",
    "appropriate_body_changed": "{who} changed the appropriate body for {year}: {body}.",
    "person_renamed": "{who} changed the name that {person} goes by.",
    "identity_corrected": "{who} corrected the TRN or date of birth of {person}.",
    "person_email_changed": "{who} changed the email address of {person}.",
    "person_start_changed": "{who} changed the start date of {person} from {day_before} to {first_day}.",
    "person_body_changed": "{who} changed the appropriate body of {person}: {body}.",
    "mentor_assigned": "{who} assigned {mentor} to {person} as mentor, from {first_day}.",
    "mentor_ended": "{who} said that {person} has no mentor from {first_day}.",
    "person_removed": "{who} removed {person}, who had been registered as {role} by mistake.",
    "people_downloaded": "{who} downloaded the list of ECTs and mentors.",
    "person_registered": "{who} registered {person} as {role}, from {first_day}.",
    "person_joined": "{who} reported that {person} joins the school as {role}, from {first_day}.",
    "person_moves_away": "{who} reported that {person} joins it. Their last day here: {last_day}{told_before}.",
    "transfer_undone": "{who} undid the transfer of {person} to the school.",
    "stays_here_after_all": "{who} took back that {person} joins it. All is as it was before.",
    "last_day_corrected": "{who} corrected the last day of {person} from {last_day_before} to {last_day}.",
    "transfer_called_a_mistake": "{who} told us that it is a mistake that {person} moves away: {why}.",
    "transfer_doubted_by_another_school": "The school that {person} comes from told us that this is a mistake: {why}.",
    "reported_after_another_school": "{who} reported a teacher whom another school had just reported. We look into it.",
    "name_explained": "{who} said why {person} goes by another name than their record’s.",
    "person_state_changed": "We looked at the teaching record of {person} again: {state}.",
    "details_differ": "The teaching record answered, and the details of {person} do not agree with it.",
    "details_forgotten": "We deleted the date of birth of {person} after 90 days, and asked for it again.",
    "registered_twice": "{person} turned out to be registered twice. The earlier registration stays.",
    "registered_at_another_school_too": "{person} turned out to be registered at another school too.",
    "case_opened": "{who} asked us for help.",
}
NOT_USERS = {
    "service": "The service",
    "command": "Somebody who runs the service",
    "invitation": "The school\u2019s contact",
    "nomination": "The school\u2019s contact",
    "another_school": "Another school",
    "partnership": "Somebody with the link in our email",
    "visitor": "Somebody who was not signed in",
}
SOMEBODY = "somebody"


class Line(NamedTuple):
    when: str
    sentence: str


def in_sentences(events: list[Event]) -> list[Line]:
    """Each event as a line of a table. One query for each sort of thing that any of them is about."""
    names = Names(events)
    return [Line(when(event.at), sentence(event, names)) for event in events]


def sentence(event: Event, names: "Names") -> str:
    said = SENTENCES.get(event.kind, "{who} changed something.").format_map(Said(event, names))
    return said[0].upper() + said[1:]


def when(at: datetime) -> str:
    """An instant as a school reads it: 20 June 2022, 9:05am."""
    there = at.astimezone(settings.LONDON)
    return f"{words(there.date())}, {there.hour % 12 or 12}:{there:%M}{'am' if there.hour < 12 else 'pm'}"


class Names:
    """The names of everybody and everything that some events are about."""

    def __init__(self, events: list[Event]) -> None:
        self.users = found(User.objects, (each.actor_id for each in events if each.actor_kind == "user"))
        self.tutors = found(Membership.objects.select_related("user"), about("membership", events))
        self.nominations = found(Nomination.objects, about("nomination", events))
        people = [*about("placement", events), *detail("mentor", events)]
        self.people = found(Placement.objects.select_related("teacher"), people)
        self.bodies = found(AppropriateBody.objects, detail("appropriate_body", events))
        self.materials = found(Materials.objects, detail("materials", events))
        self.providers = found(LeadProvider.objects, detail("lead_provider", events))
        self.partners = found(DeliveryPartner.objects, detail("delivery_partner", events))


def found(rows: Manager[Any] | QuerySet[Any], ids: Iterable[int | None]) -> dict[int, Any]:
    wanted = {each for each in ids if each is not None}
    return rows.in_bulk(wanted) if wanted else {}


def about(kind: str, events: list[Event]) -> Iterable[int]:
    return (each.subject_id for each in events if each.subject_kind == kind)


def detail(name: str, events: list[Event]) -> Iterable[int | None]:
    return (each.details.get(name) for each in events)


class Said(dict[str, str]):
    """What stands in the braces of one event's sentence, worked out when the sentence asks for it."""

    def __init__(self, event: Event, names: Names) -> None:
        super().__init__()
        self.event, self.names = event, names

    def __missing__(self, name: str) -> str:
        return str(getattr(self, f"the_{name}")())

    def the_who(self) -> str:
        if self.event.actor_kind == "user":
            return str(self.names.users.get(self.event.actor_id or 0, SOMEBODY))
        return NOT_USERS.get(self.event.actor_kind, SOMEBODY)

    def the_tutor(self) -> str:
        tutor = self.names.tutors.get(self.event.subject_id)
        return tutor.user.name if tutor else SOMEBODY

    def the_person(self) -> str:
        placement = self.names.people.get(self.event.subject_id)
        return str(placement.teacher) if placement else SOMEBODY

    def the_state(self) -> str:
        said = plain_label(State(self.event.details["state"]))
        return said[0].lower() + said[1:]

    def the_mentor(self) -> str:
        placement = self.names.people.get(self.event.details["mentor"])
        return str(placement.teacher) if placement else SOMEBODY

    def the_day_before(self) -> str:
        return words(date.fromisoformat(self.event.details["before"]))

    def the_last_day(self) -> str:
        return words(date.fromisoformat(self.event.details["last_day"]))

    def the_last_day_before(self) -> str:
        return words(date.fromisoformat(self.event.details["last_day_before"]))

    def the_told_before(self) -> str:
        """The last day that the school itself had reported, where it has changed."""
        before = self.event.details["last_day_before"]
        return f", not {self.the_last_day_before()}" if before not in (None, self.event.details["last_day"]) else ""

    def the_why(self) -> str:
        return WhyAMistake(self.event.details["reason"]).label.lower()

    def the_role(self) -> str:
        return str(Role(self.event.details["role"]).label).lower()

    def the_first_day(self) -> str:
        return words(date.fromisoformat(self.event.details["starts_on"]))

    def the_nominee(self) -> str:
        nomination = self.names.nominations.get(self.event.subject_id)
        return nomination.name if nomination else SOMEBODY

    def the_year(self) -> str:
        start = self.event.details["year"]
        return f"{start} to {start + 1}"

    def the_answer(self) -> str:
        return str(Expects(self.event.details.get("expects") or self.event.details["answer"]).label)

    def the_programme(self) -> str:
        materials = self.names.materials.get(self.event.details.get("materials") or 0)
        programme = SHORT_NAMES[Programme(self.event.details["programme"])]
        return f"{programme}, by {materials}" if materials else programme

    def the_provider(self) -> str:
        return str(self.names.providers.get(self.event.details["lead_provider"], SOMEBODY))

    def the_challenge(self) -> str:
        said = str(Reason(self.event.details["because"]).label)
        return said[0].lower() + said[1:]

    def the_partner(self) -> str:
        return str(self.names.partners.get(self.event.details["delivery_partner"], SOMEBODY))

    def the_body(self) -> str:
        return str(self.names.bodies.get(self.event.details.get("appropriate_body") or 0, "not appointed yet"))
