"""The signed-in session: who it belongs to, how long it lasts, and when it is over. Rule A8.

It is Django's own session in the database with three keys of ours; of a person it keeps nothing but their number.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Exists, JSONField, Model, OuterRef, Subquery
from django.http import HttpRequest
from django.middleware.csrf import rotate_token

from manage_training.domain.accounts.models import Acceptance, Membership, PrivacyNotice, User
from manage_training.domain.clock import now
from manage_training.domain.prepared import Prepared
from manage_training.domain.schools.models import School

IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
WRITTEN_EVERY = timedelta(minutes=1)
CLOCKS_DIFFER = timedelta(minutes=5)  # between machines; further ahead, a demo was started again with an earlier TODAY

USER, SIGNED_IN_AT, ACTIVE_AT = "user", "signed_in_at", "active_at"
WAS = "was"  # who was signed in here when their time was over


def begin(request: HttpRequest, user: User) -> None:
    """Sign somebody in, in this browser, under a new session key and CSRF secret: ones planted before are worthless.

    What the session holds goes along, unless it was somebody else's.
    """
    if request.session.get(USER, request.session.get(WAS, user.pk)) == user.pk:
        request.session.cycle_key()
        request.session.pop(WAS, None)
    else:
        request.session.flush()
    rotate_token(request)
    request.session[USER] = user.pk
    request.session[SIGNED_IN_AT] = request.session[ACTIVE_AT] = now().timestamp()


def end(request: HttpRequest) -> None:
    """Sign out: the session is deleted, so a copy of its cookie opens nothing."""
    request.session.flush()
    rotate_token(request)


def time_out(request: HttpRequest) -> None:
    """End a session whose time is over. Forms on open pages keep their token, and whose they were is remembered: what
    such a form sends is not lost (web/unsent.py).
    """
    user_id = request.session[USER]
    request.session.flush()
    request.session[WAS] = user_id


def timed_out(request: HttpRequest) -> bool:
    """Whether somebody was signed in in this browser until their time was over, and nobody has been since."""
    return WAS in request.session


def time_left(request: HttpRequest) -> tuple[int, bool]:
    """The seconds until the session is over if nothing happens, and whether any activity would make them more."""
    idle = moment(request, ACTIVE_AT) + IDLE - now()
    longest = moment(request, SIGNED_IN_AT) + LONGEST - now()
    return int(min(idle, longest).total_seconds()), longest > idle + WRITTEN_EVERY


def memberships_of(request: HttpRequest) -> list[Membership]:
    """What the signed-in person acts for now, or nothing where nobody is signed in (any more).

    One query brings the memberships with their user, schools, and whether the privacy notice is still to be accepted
    (`must_accept`). A session that is over is ended here.
    """
    user_id = request.session.get(USER)
    if user_id is None:
        return []
    signed_in_at, active_at = moment(request, SIGNED_IN_AT), moment(request, ACTIVE_AT)
    if over(signed_in_at, LONGEST) or over(active_at, IDLE):
        time_out(request)
        return []
    memberships = acting(user_id)
    if not memberships or signed_in_at < (memberships[0].user.signed_out_at or signed_in_at):
        end(request)
        return []
    if now() - active_at >= WRITTEN_EVERY:
        request.session[ACTIVE_AT] = now().timestamp()
    return memberships


def acting(user_id: int) -> list[Membership]:
    return [of_row(row) for row in ACTING(user=user_id)]


def acting_as(user: int) -> Any:
    newest = PrivacyNotice.objects.order_by("-major").values("major")[:1]
    accepted = Acceptance.objects.filter(user=OuterRef("user"), notice__major=Subquery(newest))
    return (
        Membership.objects.in_force()
        .filter(user=user)
        .annotate(must_accept=~Exists(accepted) & Exists(PrivacyNotice.objects.all()))
        .order_by("school__name", "school__urn", "pk")
        .values("must_accept", *OF_MEMBERSHIP, *OF_USER, *OF_SCHOOL)
    )


def columns(model: type[Model], prefix: str = "") -> dict[str, str]:
    """The columns of a model as a query asks for them, each with its name there; without the large ones."""
    fields = (field.attname for field in model._meta.concrete_fields if not isinstance(field, JSONField))
    return {prefix + name: name for name in fields}


OF_MEMBERSHIP, OF_USER, OF_SCHOOL = columns(Membership), columns(User, "user__"), columns(School, "school__")
ACTING = Prepared(acting_as, user=int)


def of_row(row: dict[str, Any]) -> Membership:
    def made(model: type[Any], names: dict[str, str]) -> Any:
        return model.from_db("default", list(names.values()), [row[name] for name in names])

    membership: Membership = made(Membership, OF_MEMBERSHIP)
    membership.user = made(User, OF_USER)
    membership.school = None if membership.school_id is None else made(School, OF_SCHOOL)
    membership.must_accept = row["must_accept"]  # type: ignore[attr-defined]  # as annotated
    return membership


def over(since: datetime, limit: timedelta) -> bool:
    return not -CLOCKS_DIFFER <= now() - since <= limit


def moment(request: HttpRequest, key: str) -> datetime:
    return datetime.fromtimestamp(request.session[key], UTC)
