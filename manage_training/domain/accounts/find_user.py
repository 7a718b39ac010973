from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Lower

from manage_training.domain.accounts.models import Membership, User


def user_with(email: str) -> User | None:
    """The person whom an address belongs to, whatever the case of its letters, or None.

    An address with other letters than ASCII's belongs to nobody: some look like ASCII's, and some become them in lower
    case (the kelvin sign a k). Rule A13.
    """
    return users_with(email).first()


def known_by_another_name(name: str, email: str) -> bool:
    """Whether an address belongs to somebody who goes by another name, which is asked about and never overwritten.

    It does not say by which: whoever asks has only typed an address. Rule A13.
    """
    user = user_with(email)
    return user is not None and " ".join(user.name.split()).casefold() != " ".join(name.split()).casefold()


def user_who_may_act(email: str) -> User | None:
    """The person whom an address belongs to if they act for any organisation now; nobody else can sign in."""
    return users_with(email).filter(Exists(Membership.objects.in_force().filter(user=OuterRef("pk")))).first()


def may_act(user_id: int) -> bool:
    """Whether somebody acts for any organisation now."""
    return Membership.objects.in_force().filter(user=user_id).exists()


def users_with(email: str) -> QuerySet[User]:
    if not email.isascii():
        return User.objects.none()
    return User.objects.alias(lower_email=Lower("email")).filter(lower_email=email.strip().lower())
