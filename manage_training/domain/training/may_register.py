"""Why somebody cannot be registered, in words for who registers them. Rules T20 to T25. Each raises `Refusal`."""

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from manage_training.domain.clock import today
from manage_training.domain.dates import words
from manage_training.domain.organisations.appropriate_bodies import bodies_for
from manage_training.domain.organisations.models import AppropriateBody
from manage_training.domain.refusal import Refusal
from manage_training.domain.schools.models import School
from manage_training.domain.teachers.check import Asked, Verdict
from manage_training.domain.teachers.judge import Outcome
from manage_training.domain.teachers.models import Identity, Teacher
from manage_training.domain.teachers.names import wholly_different
from manage_training.domain.training.models import Placement, Role
from manage_training.domain.training.starts import YearOfStart
from manage_training.domain.training.whereabouts import Kind, whereabouts

ADDRESSES = 23  # tells this lock from any other of the same words


def mentors_at(school: School, day: date) -> QuerySet[Placement]:
    """The mentors of a school who are there on a day or come later, by name."""
    mentors = Placement.objects.in_force().not_over(max(day, today())).filter(school=school, role=Role.MENTOR)
    return mentors.select_related("teacher").order_by("teacher__preferred_name", "teacher__record_name", "pk")


def refuse_what_the_record_stops(verdict: Verdict) -> None:
    if verdict.outcome == Outcome.STOPPED:
        raise Refusal(
            f"Their teaching record does not allow us to register {verdict.name}. Check the TRN.", field="trn"
        )
    if verdict.outcome == Outcome.ASK_NATIONAL_INSURANCE_NUMBER:
        raise Refusal("Enter their National Insurance number, or continue without it.")


def refuse_a_year_without_training(start: YearOfStart, school: School) -> None:
    if not start.is_set_up:
        raise Refusal(
            f"{school} has not said how it runs its training in {start.year} to {start.year + 1}. "
            "Set up that year first.",
            field="starts_on",
        )


def refuse_who_is_somewhere(verdict: Verdict, asked: Asked, role: str, school: School) -> None:
    match whereabouts(verdict, asked, role, seen_from=school).kind:
        case Kind.HERE | Kind.HERE_TO_BE_CHECKED:
            raise Refusal(
                "They have been registered at your school meanwhile. Open their record to see it.", field="trn"
            )
        case Kind.ELSEWHERE | Kind.BEFORE:
            raise Refusal(
                "They have been registered at another school meanwhile. Transfer them to your school instead.",
                field="trn",
            )


def refuse_days_that_overlap(teacher: Teacher, role: str, school: School, starts_on: date) -> None:
    """Whoever has left may come back, or go elsewhere, from the day after their last."""
    before = teacher.placements.in_force().filter(role=role, finishes_on__gte=starts_on)
    if role == Role.MENTOR:
        before = before.filter(school=school)
    if last := before.order_by("-finishes_on").first():
        where = "your school" if last.school_id == school.pk else "another school"
        raise Refusal(
            f"They were at {where} until {words(last.finishes_on)}. Enter a start date after that.", field="starts_on"
        )


def refuse_a_strange_name(verdict: Verdict, preferred_name: str, name_reason: str) -> None:
    """Another name altogether may be another person (rule R7)."""
    if verdict.name and preferred_name and not name_reason and wholly_different(verdict.name, preferred_name):
        raise Refusal(f"Enter why {verdict.name} goes by a different name", field="name_reason")


def refuse_a_shared_address(email: str, teacher: Teacher, school: School) -> None:
    """Two people in training do not share an address. It does not say whose it is (rule T23).

    Somebody with the same TRN is no other person, and what another school has typed about somebody whom the record has
    not confirmed is in nobody's way (rule T25).
    """
    hold_address(email)
    trns = [trn for trn in (teacher.trn, teacher.claimed_trn) if trn]
    others = (
        Placement.objects.in_force()
        .not_over(today())
        .filter(Q(teacher__identity=Identity.CONFIRMED) | Q(school=school))
        .exclude(Q(teacher=teacher) | Q(teacher__trn__isnull=False, teacher__trn__in=trns))
        .exclude(teacher__claimed_trn__in=trns, teacher__identity=Identity.TO_BE_CHECKED)
    )
    if others.alias(lower=Lower("email")).filter(lower=email.lower()).exists():
        raise Refusal(
            "Somebody else in this service uses this email address. Enter another address for them.", field="email"
        )


def hold_address(email: str) -> None:
    """Let nobody else begin to use an address, or look who does, until this transaction ends.

    No constraint can say who may share one, as that hangs on whom the record has confirmed. It is held after all rows
    are locked, so that whoever waits for it has nothing that its holder could wait for.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", [email.lower(), ADDRESSES])


def refuse_a_body_of_others(body: AppropriateBody | None, school: School, start: YearOfStart) -> None:
    if body and not bodies_for(school, start.year).filter(pk=body.pk).exists():
        raise Refusal(
            f"{body} does not take on new teachers of {school} in {start.year} to {start.year + 1}. Select another.",
            field="appropriate_body",
        )


def refuse_a_mentor_from_elsewhere(mentor: Placement, school: School, teacher: Teacher) -> None:
    """A mentor is somebody else, at the same school."""
    if mentor.school_id != school.pk or mentor.role != Role.MENTOR or mentor.voided_at:
        raise Refusal("Select one of the mentors of your school", field="mentor")
    if mentor.teacher_id == teacher.pk:
        raise Refusal(f"{teacher} cannot be their own mentor. Select somebody else.", field="mentor")


def locked(placements: Iterable[Placement]) -> list[Placement]:
    """The placements as they are now, locked in the order of their ids."""
    wanted = Placement.objects.filter(pk__in=[each.pk for each in placements])
    return list(wanted.select_for_update(no_key=True, of=("self",)).select_related("teacher").order_by("pk"))
