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

POLICY: dict[str, Rule] = {
    # Signing in
    "public:sign-in": ANYBODY,
    "public:sign-in-code": ANYBODY,
    "public:sign-in-link": ANYBODY,
    "public:sign-out": ANYBODY.post_only,
    "public:privacy-notice": SIGNED_IN_NOT_YET_ACCEPTED,
    # A school's own pages
    "school:choose-school": SIGNED_IN.read_only,
}
