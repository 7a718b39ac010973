"""People who can sign in, what they act for, and a browser of theirs."""

from itertools import count

from django.conf import settings
from django.http import HttpRequest
from django.test import Client

from manage_training.domain.accounts.models import Acceptance, Membership, PrivacyNotice, Role, User
from manage_training.domain.accounts.privacy import current_notice
from manage_training.domain.clock import now
from manage_training.domain.events.actor import Actor
from manage_training.domain.schools.models import School
from manage_training.web import sessions

numbers = count(1)


def a_user(name: str = "", email: str = "") -> User:
    """Somebody who acts for nobody yet."""
    number = next(numbers)
    name = name or f"Person {number}"
    return User.objects.create(name=name, email=email or f"person.{number}@school.example", created_at=now())


def a_tutor(user: User | None = None, *, at: School, name: str = "", email: str = "") -> Membership:
    """An induction tutor of a school: a new person, unless told who. Sends nothing."""
    user = user or a_user(name, email)
    return Membership.objects.create(user=user, role=Role.INDUCTION_TUTOR, school=at, since=now())


def a_member(role: Role, user: User | None = None, **organisation: object) -> Membership:
    """Somebody in another role, such as `a_member(Role.LEAD_PROVIDER, lead_provider=ambition)`."""
    return Membership.objects.create(user=user or a_user(), role=role, since=now(), **organisation)


def actor(membership: Membership) -> Actor:
    """The actor that a page would hand to the domain for this person in this role."""
    return Actor("user", membership.user_id, membership.acting_as)


def a_privacy_notice(major: int = 1, minor: int = 0, text: str = "What we do with your data.") -> PrivacyNotice:
    return PrivacyNotice.objects.create(major=major, minor=minor, text=text, published_at=now())


def sign_in(client: Client, who: User | Membership, *, accepted: bool = True) -> Client:
    """Sign somebody in as the sign-in page does; they have accepted the privacy notice unless told."""
    user = who.user if isinstance(who, Membership) else who
    if accepted and (notice := current_notice()):
        Acceptance.objects.get_or_create(user=user, notice=notice, defaults={"at": now()})
    request = HttpRequest()
    request.session = client.session
    sessions.begin(request, user)
    request.session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
    return client
