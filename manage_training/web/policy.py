"""Who may open what: one row for each route. A route without a row is refused, and fails the build. Rule A15.

A rule stands for GET and POST, unless `.read_only` or `.post_only` says less; every other method is answered with 405.
"""

from dataclasses import dataclass, replace

from manage_training.domain.accounts.models import Role


@dataclass(frozen=True)
class Rule:
    """Who may open a route.

    `role` is what somebody has to be; with `of` it has to be for the organisation that this argument of the URL names.
    """

    signed_in: bool = True
    accepted: bool = True  # the privacy notice, first
    role: Role | None = None
    of: str = ""
    methods: tuple[str, ...] = ("GET", "HEAD", "POST")
    form: bool = True  # what is posted has to be one

    @property
    def read_only(self) -> "Rule":
        return replace(self, methods=("GET", "HEAD"))

    @property
    def post_only(self) -> "Rule":
        return replace(self, methods=("POST",))


ANYBODY = Rule(signed_in=False, accepted=False)
SIGNED_IN_NOT_YET_ACCEPTED = Rule(accepted=False)
SIGNED_IN = Rule()
TUTOR_OF_SCHOOL = Rule(role=Role.INDUCTION_TUTOR, of="urn")


def of_journey(name: str, rule: Rule) -> dict[str, Rule]:
    """The rows of a journey's four routes: `**of_journey("school:set-up-year", TUTOR_OF_SCHOOL)`."""
    return {
        f"{name}:start": rule,
        f"{name}:resume": rule.read_only,
        f"{name}:throw-away": rule,
        f"{name}:page": rule,
    }


POLICY: dict[str, Rule] = {
    # Pages that are only words
    "public:start": ANYBODY.read_only,
    "public:guidance": ANYBODY.read_only,
    "public:cookies": ANYBODY.read_only,
    "public:accessibility": ANYBODY.read_only,
    "public:privacy": ANYBODY.read_only,
    "public:contact": ANYBODY.read_only,
    "public:glossary": ANYBODY.read_only,
    "public:security-txt": ANYBODY.read_only,
    # From the school to its induction tutor: whoever has a link may do what that link is for
    "public:find-your-school": ANYBODY,
    "public:invite-school": ANYBODY,
    "public:check-your-email": ANYBODY.read_only,
    "public:other-contact": ANYBODY,
    "public:request-received": ANYBODY.read_only,
    "public:invitation": ANYBODY,
    "public:invitation-question": ANYBODY,
    "public:invitation-saved": ANYBODY.read_only,
    **of_journey("public:first-registration", ANYBODY),
    "public:invitation-nominated": ANYBODY.read_only,
    "public:nomination": ANYBODY,
    "public:partnership": ANYBODY.read_only,
    **of_journey("public:challenge-by-link", ANYBODY),
    # Signing in
    "public:sign-in": ANYBODY,
    "public:sign-in-code": ANYBODY,
    "public:sign-in-link": ANYBODY,
    "public:sign-out": ANYBODY.post_only,
    "public:stay-signed-in": ANYBODY.post_only,
    "public:unsent": SIGNED_IN.read_only,
    "public:privacy-notice": SIGNED_IN_NOT_YET_ACCEPTED,
    # A school's own pages
    "school:choose-school": SIGNED_IN.read_only,
    "school:tutor-changed": ANYBODY.read_only,
    "school:dashboard": TUTOR_OF_SCHOOL.read_only,
    "school:year": TUTOR_OF_SCHOOL.read_only,
    "school:dates": TUTOR_OF_SCHOOL.read_only,
    **of_journey("school:set-up-year", TUTOR_OF_SCHOOL),
    **of_journey("school:choose-programme", TUTOR_OF_SCHOOL),
    **of_journey("school:change-programme", TUTOR_OF_SCHOOL),
    **of_journey("school:change-materials", TUTOR_OF_SCHOOL),
    **of_journey("school:change-appropriate-body", TUTOR_OF_SCHOOL),
    **of_journey("school:challenge-partnership", TUTOR_OF_SCHOOL),
    **of_journey("school:undo-challenge", TUTOR_OF_SCHOOL),
    **of_journey("school:change-tutor", TUTOR_OF_SCHOOL),
    **of_journey("school:add-person", TUTOR_OF_SCHOOL),
    **of_journey("school:transfer-in", TUTOR_OF_SCHOOL),
    "school:history": TUTOR_OF_SCHOOL.read_only,
    "school:people": TUTOR_OF_SCHOOL.read_only,
    "school:people-csv": TUTOR_OF_SCHOOL.read_only,
    "school:person": TUTOR_OF_SCHOOL.read_only,
    **of_journey("school:change-name", TUTOR_OF_SCHOOL),
    **of_journey("school:correct-identity", TUTOR_OF_SCHOOL),
    **of_journey("school:change-person-email", TUTOR_OF_SCHOOL),
    **of_journey("school:change-start", TUTOR_OF_SCHOOL),
    **of_journey("school:assign-mentor", TUTOR_OF_SCHOOL),
    **of_journey("school:assign-ects", TUTOR_OF_SCHOOL),
    **of_journey("school:change-body-of", TUTOR_OF_SCHOOL),
    **of_journey("school:remove-person", TUTOR_OF_SCHOOL),
    **of_journey("school:undo-transfer", TUTOR_OF_SCHOOL),
    **of_journey("school:correct-last-day", TUTOR_OF_SCHOOL),
    **of_journey("school:transfer-is-a-mistake", TUTOR_OF_SCHOOL),
    # Asked by other programs; the last two want a token
    "operations:live": ANYBODY.read_only,
    "operations:ready": ANYBODY.read_only,
    "operations:metrics": ANYBODY.read_only,
    "operations:email-receipts": replace(ANYBODY.post_only, form=False),
    # The demo's own, which production does not have
    "demo:mailbox": ANYBODY.read_only,
    "demo:letter": ANYBODY.read_only,
    "demo:people": ANYBODY.read_only,
}
