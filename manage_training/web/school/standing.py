"""How a state looks and what it means to a school. The labels themselves are the domain's (rule T41)."""

from markupsafe import Markup

from manage_training.design_system.components import tag
from manage_training.domain.teachers.judge import NOT_IDENTIFIED, Reason
from manage_training.domain.teachers.models import Identity, RecordCheck
from manage_training.domain.training.people import Person
from manage_training.domain.training.state import Audience, State

# One colour for a kind: yellow asks the school to act, blue waits for somebody else, grey stands still.
COLOURS = {
    State.TO_BE_CHECKED: "blue",
    State.NOT_ELIGIBLE: "red",
    State.LEFT: "grey",
    State.LEAVING: "purple",
    State.JOINING: "purple",
    State.PAUSED: "grey",
    State.WITHDRAWN: "grey",
    State.COMPLETED: "green",
    State.WAITING_FOR_QTS: "blue",
    State.WAITING_FOR_INDUCTION: "blue",
    State.NO_MENTOR: "yellow",
    State.NO_PROVIDER: "yellow",
    State.IN_TRAINING: "green",
}
MEANS = {
    State.TO_BE_CHECKED: "We have not been able to match them with the teaching record yet. They can start anyway.",
    State.NOT_ELIGIBLE: "They cannot be trained in this role. Write to {support} if you think this is not right.",
    State.LEFT: "They are not at your school any more. You can read this record, but not change it.",
    State.LEAVING: "Their training at your school ends with this day.",
    State.JOINING: "Their training begins with this day.",
    State.PAUSED: "Their training stands still, for example because they are on leave.",
    State.WITHDRAWN: "Their training provider has told us that they have stopped training.",
    State.COMPLETED: "They have completed their induction, so there is nothing more to do here.",
    State.WAITING_FOR_QTS: "The teaching record does not show qualified teacher status (QTS) yet. We look every night. "
    "They cannot start their induction before.",
    State.WAITING_FOR_INDUCTION: "The appropriate body has not registered their induction yet. We look every night. "
    "Ask the appropriate body if you have sent it their details already.",
    State.NO_MENTOR: "Every early career teacher (ECT) has a mentor. Assign one below.",
    State.NO_PROVIDER: "No training provider has told us yet that it trains your school's teachers of their year.",
    State.IN_TRAINING: "All is in place.",
}
MENTOR_COMPLETED = "They completed mentor training earlier, so they mentor without training."
OTHER_BIRTHDAY = (
    "The record of this TRN has another date of birth. Check both with them, and correct what is different."
)
# Who has to do something about details that are to be checked, by what the last look at the record came to.
CHECKED = {
    Reason.NO_ANSWER: "The teaching record did not answer. We look again. You do not need to do anything.",
    Reason.DEACTIVATED: "The record of this TRN is closed. Ask them for the TRN they have now, and correct it.",
    Reason.TRN_NOT_FOUND: "Nobody has this TRN. Check it with them, and correct it if it is another.",
    Reason.DATE_OF_BIRTH_DIFFERS: OTHER_BIRTHDAY,
    Reason.NUMBER_DIFFERS_TOO: OTHER_BIRTHDAY,
    Reason.HAS_ALERT: "Somebody at the Department for Education looks at their record before they are confirmed. "
    "You do not need to do anything.",
    Reason.INDUCTION_NOT_UNDERSTOOD: "Their record shows an induction status that we do not know. Somebody looks at "
    "it. You do not need to do anything.",
}

AT_TWO_SCHOOLS = (
    "Another school has registered them as an early career teacher on the same days, and they can only be at one. The "
    "Department for Education finds out with both schools where they are. If they are not at your school, remove them."
)


def identified(check: RecordCheck | None) -> bool:
    return check is not None and Reason(check.reason) not in NOT_IDENTIFIED


def state_tag(person: Person) -> Markup:
    return tag(person.standing.label(Audience.SCHOOL), COLOURS[person.standing.state])


def meaning(person: Person, last_check: RecordCheck | None, support: str) -> list[str]:
    """What a state means and who does something about it, in one or two paragraphs."""
    state = person.standing.state
    if state == State.COMPLETED and not person.facts.is_ect:
        return [MENTOR_COMPLETED]
    identity = person.facts.identity
    if state == State.TO_BE_CHECKED and identity == Identity.TO_BE_CHECKED and identified(last_check):
        return [AT_TWO_SCHOOLS]
    said = [MEANS[state]]
    if state == State.TO_BE_CHECKED and last_check and (why := CHECKED.get(Reason(last_check.reason))):
        said.append(why)
    return [words.format(support=support) for words in said]
