"""Who is a school's induction tutor: named, replaced, corrected, ended. Rules A12 to A16 in docs/rules/accounts.md."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import IntegrityError, transaction

from manage_training.domain.accounts.find_user import user_with
from manage_training.domain.accounts.models import LiveMemberships, Membership, Role, User
from manage_training.domain.accounts.way_in import way_in
from manage_training.domain.bulk import among
from manage_training.domain.clock import now
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.record import record
from manage_training.domain.messages.addresses import clean_address, same_address
from manage_training.domain.messages.send import send
from manage_training.domain.refusal import Refusal
from manage_training.domain.schools.models import School

SOMEBODY_WAS_FASTER = (
    "{} is not the induction tutor any more: somebody changed it a moment ago. Look at your dashboard."
)


def tutors_of(school: School | int) -> LiveMemberships:
    """The memberships of a school's induction tutors now, with their users, the longest-standing first."""
    tutors = Membership.objects.in_force().filter(school=school, role=Role.INDUCTION_TUTOR)
    return tutors.select_related("user").order_by("since", "pk")


class Addressee(NamedTuple):
    """What a message to a user takes."""

    pk: int
    name: str
    email: str


def tutors_of_each(schools: Iterable[School]) -> dict[int, list[Addressee]]:
    """Whom to write to at many schools at once, by the school's id; one without a tutor has no entry. One query."""
    tutors: dict[int, list[Addressee]] = {}
    found = Membership.objects.in_force().filter(role=Role.INDUCTION_TUTOR)
    found = found.filter(school__in=among(each.pk for each in schools)).order_by("since", "pk")
    for school, user, name, email in found.values_list("school", "user", "user__name", "user__email"):
        tutors.setdefault(school, []).append(Addressee(user, name, email))
    return tutors


@transaction.atomic
def make_tutor(school: School, name: str, email: str, by: Actor) -> Membership:
    """Make somebody an induction tutor of a school, tell them, and return the membership.

    A known address joins the school to the person it belongs to, under the name that we know. Somebody who is the
    school's tutor already stays it, and nothing happens. Raises `Refusal` for what is no address. Rule A13.
    """
    lock(school)
    return appoint(school, person(name, email), by)


@transaction.atomic
def replace_tutor(tutor: Membership, name: str, email: str, by: Actor) -> Membership:
    """Make somebody else the induction tutor in place of `tutor`, tell both, and return the new membership.

    Raises `Refusal`, with words for the person; nothing has changed then. Of two replacements at once the second is
    refused. Rules A12 to A14.
    """
    school = school_of(tutor)
    still_tutor(tutor)
    successor = person(name, email)
    if successor.pk == tutor.user_id:
        raise Refusal(
            "This is the address of the induction tutor you want to replace. Enter another address, "
            "or correct their details instead.",
            field="email",
        )
    if tutors_of(school).filter(user=successor).exists():
        raise Refusal(
            f"{successor} is an induction tutor of {school} already. Enter the address of somebody else.", field="email"
        )
    new = appoint(school, successor, by)
    finish(tutor, by, successor=new.pk)
    return new


@transaction.atomic
def end_membership(tutor: Membership, by: Actor) -> None:
    """End a tutor's membership and tell them. The last tutor of a school can only be replaced. Rule A12."""
    school = school_of(tutor)
    still_tutor(tutor)
    if not tutors_of(school).exclude(pk=tutor.pk).exists():
        raise Refusal(
            f"{tutor.user} is the only induction tutor of {school}, and a school needs one. "
            "Name somebody in their place instead."
        )
    finish(tutor, by)


@transaction.atomic
def correct_tutor(tutor: Membership, name: str, email: str, by: Actor, version: int | None = None) -> User:
    """Correct a tutor's name and address and tell them, at both addresses if it changed.

    `version` is that of the user as the person who corrects saw it; a newer one is not overwritten. Raises `Refusal`,
    with words for the person; nothing has changed then. Rules A13 and A16.
    """
    school = school_of(tutor)
    still_tutor(tutor)
    user = User.objects.select_for_update(no_key=True).get(pk=tutor.user_id)
    name, email = tidy(name), clean_address(email)
    if (user.name, user.email) == (name, email):
        return user
    if version is not None and user.version != version:
        raise Refusal(f"The details of {user} were changed a moment ago. Look at them again before you change them.")
    oneself = by.kind == "user" and by.id == user.pk
    if not oneself and user.memberships.in_force().exclude(pk=tutor.pk).exists():
        # Else whoever is a tutor with somebody at one school could take over their account at another.
        raise Refusal(
            f"{user} also uses this service elsewhere. Ask them to sign in and correct their details themselves."
        )
    old = user.email
    user.name, user.email, user.version = name, email, user.version + 1
    if not same_address(old, email) and not oneself:
        user.signed_out_at = now()
    try:
        with transaction.atomic():
            user.save(update_fields=["name", "email", "version", "signed_out_at"])
    except IntegrityError as taken:
        raise Refusal(
            "Somebody else uses this email address in this service. Enter another address, "
            "or replace the induction tutor instead.",
            field="email",
        ) from taken

    record("tutor_details_corrected", about=tutor, by=by, school=school.pk)
    for number, address in enumerate([email] if same_address(old, email) else [email, old]):
        send(
            "tutor_details_corrected",
            to=address,
            key=f"tutor_details_corrected:{user.pk}:{user.version}:{number}",
            school=school.pk,
            tutor_name=user.name,
            tutor_email=user.email,
            school_name=school.name,
            way_in=way_in(user, dashboard(school)),
        )
    return user


def appoint(school: School, user: User, by: Actor) -> Membership:
    tutor, is_new = Membership.objects.get_or_create(
        user=user, role=Role.INDUCTION_TUTOR, school=school, ended_at=None, defaults={"since": now()}
    )
    if is_new:
        record("tutor_appointed", about=tutor, by=by, school=school.pk, user=user.pk)
        send(
            "you_are_induction_tutor",
            to=user.email,
            key=f"you_are_induction_tutor:{tutor.pk}",
            school=school.pk,
            tutor_name=user.name,
            school_name=school.name,
            way_in=way_in(user, dashboard(school)),
        )
    return tutor


def finish(tutor: Membership, by: Actor, **details: int) -> None:
    tutor.ended_at = max(now(), tutor.since)  # a demo started again with an earlier TODAY goes back in time
    tutor.save(update_fields=["ended_at"])
    school = school_of(tutor)
    record("tutor_ended", about=tutor, by=by, school=school.pk, user=tutor.user_id, **details)
    send(
        "you_are_no_longer_induction_tutor",
        to=tutor.user.email,
        key=f"you_are_no_longer_induction_tutor:{tutor.pk}",
        school=school.pk,
        tutor_name=tutor.user.name,
        school_name=school.name,
    )


def person(name: str, email: str) -> User:
    """The user of an address; a new one where nobody has it, even if somebody else makes them at this moment."""
    email = clean_address(email)
    if user := user_with(email):
        return user
    try:
        with transaction.atomic():
            return User.objects.create(name=tidy(name), email=email, created_at=now())
    except IntegrityError:
        user = user_with(email)
        if user is None:
            raise
        return user


def lock(school: School) -> None:
    School.objects.select_for_update(no_key=True).only("pk").get(pk=school.pk)


def school_of(tutor: Membership) -> School:
    if tutor.school is None:
        raise Refusal(f"{tutor.user} is not an induction tutor. Choose an induction tutor.")
    return tutor.school


def still_tutor(tutor: Membership) -> None:
    """Wait for whoever is changing the school's tutors, then refuse if this one was ended meanwhile. Rule A14."""
    lock(school_of(tutor))
    if not Membership.objects.in_force().filter(pk=tutor.pk, role=Role.INDUCTION_TUTOR).exists():
        raise Refusal(SOMEBODY_WAS_FASTER.format(tutor.user))


def tidy(name: str) -> str:
    return " ".join(name.split())


def dashboard(school: School) -> str:
    return f"/schools/{school.urn}/"
