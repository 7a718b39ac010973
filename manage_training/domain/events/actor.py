from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """Who acts, as an event remembers it: a kind ("user", "invitation", "nomination", "command", ...), its id and role.

    `acting_as` is the membership's role and organisation, such as "induction_tutor of school 123456"; empty where
    nobody signed in.
    """

    kind: str
    id: int | None = None
    acting_as: str = ""


THE_SERVICE = Actor("service")
# Who did it is known to the event at the school that did it; the other school's event does not say.
ANOTHER_SCHOOL = Actor("another_school")
