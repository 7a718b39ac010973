"""Looking somebody up again who is registered, and what follows from it. Rules T26 and T27."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, Q, QuerySet, Subquery
from django.db.models.expressions import OuterRef

from manage_training.domain.accounts.memberships import tutors_of
from manage_training.domain.accounts.way_in import way_in
from manage_training.domain.clock import now, today
from manage_training.domain.events.actor import THE_SERVICE
from manage_training.domain.events.record import record
from manage_training.domain.messages.send import send
from manage_training.domain.schools.models import School
from manage_training.domain.teachers.check import Asked, keep, look_up
from manage_training.domain.teachers.judge import NOT_IDENTIFIED, Look, Reason, judge
from manage_training.domain.teachers.judge import Role as RoleOf
from manage_training.domain.teachers.models import CheckInput, EarlyRollOutMentor, Identity, RecordCheck, Teacher
from manage_training.domain.teachers.records import Induction, Record
from manage_training.domain.teachers.within_limits import Lane, record_service
from manage_training.domain.training.merge import become_one, in_two_places, put_before_dfe
from manage_training.domain.training.models import Placement, Role
from manage_training.domain.training.people import Person, facts_of, known, person
from manage_training.domain.training.state import Audience, State
from manage_training.domain.training.void import void_training

NOT_ASKED = date.min  # the date of birth of somebody whom the record has confirmed, which we keep no more
# Who waits for nothing is looked up again after so long; a few nights to spare, so that each is in any month.
NOW_AND_THEN = timedelta(days=26)


class NotAnswered(Exception):
    """The record service had no answer; whoever asked tries again later. The text names nobody."""


def waiting(today: date, after: int = 0) -> QuerySet[Teacher, int]:
    """The ids, in order and above `after`, of those whom a newer record may bring further (rule T26).

    Somebody to be checked whose details we still have; an early career teacher without QTS or induction; somebody with
    an alert, or an induction that we do not understand.
    """
    last = RecordCheck.objects.filter(teacher=OuterRef("pk"), said__has_key="induction").exclude(
        reason__in=NOT_IDENTIFIED
    )
    here = Placement.objects.in_force().not_over(today).filter(teacher=OuterRef("pk"))
    people = Teacher.objects.filter(
        pk__gt=after
    ).alias(
        roles=Subquery(here.order_by("role").values("role")[:1]),  # early career teachers before mentors
        said=Subquery(last.order_by("-pk").values("said")[:1]),
    )
    not_yet = [Induction.NONE, Induction.REQUIRED, Induction.UNKNOWN]
    for_an_ect = Q(roles=Role.ECT) & (Q(said__qts_since=None) | Q(said__induction__in=not_yet))
    known_to_wait = Q(identity=Identity.CONFIRMED) & (for_an_ect | Q(said__other_alerts=True))
    to_be_checked = Q(identity=Identity.TO_BE_CHECKED, check_input__isnull=False)
    return people.filter(known_to_wait | to_be_checked, roles__isnull=False).order_by("pk").values_list("pk", flat=True)


def due(today: date, after: int = 0) -> QuerySet[RecordCheck]:
    """The last checks, above `after`, of those in training who have not been looked up for long, the oldest first.

    Everybody whom the record has confirmed and who is at a school or will be, but early career teachers who have
    completed their induction (rule T26). The checks of who is looked up every night are never old enough.
    """
    newer = RecordCheck.objects.filter(teacher=OuterRef("teacher"), pk__gt=OuterRef("pk"))
    here = Placement.objects.in_force().not_over(today).filter(teacher=OuterRef("teacher"))
    checks = RecordCheck.objects.filter(
        Exists(here), ~Exists(newer), pk__gt=after, at__lte=now() - NOW_AND_THEN, teacher__identity=Identity.CONFIRMED
    )
    return checks.exclude(said__role="ect", said__induction=Induction.PASSED).order_by("pk")


def recheck(teacher_id: int, *, lane: Lane) -> None:
    """Look somebody up again, write down what the record says, and let it follow: to be called outside a transaction.

    Nothing happens for somebody who is registered nowhere any more, or whose details are gone. Raises `NotAnswered`
    where the record service has no answer, and then nothing is written.
    """
    teacher = Teacher.objects.select_related("check_input").filter(pk=teacher_id).first()
    role = role_of(teacher) if teacher else None
    asked = still_to_ask(teacher) if teacher else None
    if teacher is None or role is None or asked is None:
        return
    look = look_up(role, asked, record_service(lane), known=teacher.identity == Identity.CONFIRMED)
    if not look.answered:
        raise NotAnswered(f"The record service has no answer for teacher {teacher_id}.")
    follow(teacher, look, asked)


def role_of(teacher: Teacher) -> RoleOf | None:
    """What somebody is registered as; an early career teacher first, for whom the record has more to say."""
    roles = set(teacher.placements.in_force().not_over(today()).values_list("role", flat=True))
    if not roles:
        return None
    return "ect" if Role.ECT in roles else "mentor"


def still_to_ask(teacher: Teacher) -> Asked | None:
    """What to ask about somebody: their TRN once it is known whose it is; else all that was typed, while we have it."""
    if teacher.identity == Identity.CONFIRMED and teacher.trn:
        return Asked(teacher.trn, NOT_ASKED)
    inputs = CheckInput.objects.filter(teacher=teacher).first()
    if teacher.identity != Identity.TO_BE_CHECKED or inputs is None:
        return None
    number = inputs.national_insurance_number
    return Asked(teacher.claimed_trn, inputs.date_of_birth, bool(number), number)


@transaction.atomic
def follow(teacher: Teacher, look: Look, asked: Asked) -> None:
    """Let follow what the record said. Whoever it confirms and we knew already becomes one with them (rule T27)."""
    reason = judge(look)[1]
    found = look.record if reason not in NOT_IDENTIFIED else None
    teacher, holder = locked_with_holder(teacher, found)
    if still_to_ask(teacher) != asked:
        return  # somebody has changed their details meanwhile, and they are looked up again
    placements = {each.pk for each in placements_of(teacher, holder)}
    before, last = standing(placements), last_reason(teacher)

    stays = teacher
    if found and holder:
        if apart := in_two_places(teacher, holder):
            put_before_dfe(*apart, found.trn)
        else:
            become_one(teacher, holder)
            stays = holder
    elif found:
        confirm(teacher, found)
    check = keep(look, asked, teacher=stays)
    if found is None and last == Reason.NO_ANSWER:
        ask_to_look_again(teacher, reason)
    for after in standing(placements).values():
        then = before[after.facts.pk]
        if then.standing.state != after.standing.state:
            tell_of_change(then, after, check.pk)


def locked_with_holder(teacher: Teacher, found: Record | None) -> tuple[Teacher, Teacher | None]:
    """The teacher as they are now, and whoever else has the TRN that was found. All is locked.

    Somebody who is registered under that TRN at this very moment makes the save fail on its unique TRN: the next try
    finds them.
    """
    trn = found.trn if found else None
    same = Q(pk=teacher.pk) | Q(trn=trn, trn__isnull=False)
    schools = School.objects.filter(placements__teacher__in=Teacher.objects.filter(same)).order_by("pk")
    list(
        School.objects.filter(pk__in=list(schools.values_list("pk", flat=True)))
        .order_by("pk")
        .select_for_update(no_key=True)
    )
    teachers = list(Teacher.objects.filter(same).order_by("pk").select_for_update(no_key=True))
    list(Placement.objects.filter(teacher__in=teachers).order_by("pk").select_for_update(no_key=True).only("pk"))
    return (
        next(each for each in teachers if each.pk == teacher.pk),
        next((each for each in teachers if each.pk != teacher.pk), None),
    )


def confirm(teacher: Teacher, found: Record) -> None:
    """From now on we know who it is, and need the date of birth no more."""
    CheckInput.objects.filter(teacher=teacher).delete()
    if (teacher.identity, teacher.trn, teacher.record_name) == (Identity.CONFIRMED, found.trn, found.name):
        return
    teacher.identity, teacher.trn, teacher.record_name = Identity.CONFIRMED, found.trn, found.name
    teacher.version += 1
    teacher.save(update_fields=["identity", "trn", "record_name", "version"])
    if EarlyRollOutMentor.objects.filter(trn=found.trn).exists():
        for placement in teacher.placements.in_force().filter(role=Role.MENTOR, year=None):
            mentor_without_training(placement)


def mentor_without_training(placement: Placement) -> None:
    """Whoever was trained before 2021 is not trained again (rule T22)."""
    training = placement.training.in_force().order_by("starts_on").first()
    if training:
        void_training(placement)
        placement.year_id = training.year_id
        placement.save(update_fields=["year"])


def last_reason(teacher: Teacher) -> str:
    last = RecordCheck.objects.filter(teacher=teacher).order_by("-pk").first()
    return last.reason if last else ""


def placements_of(*teachers: Teacher | None) -> QuerySet[Placement]:
    placements: QuerySet[Placement] = Placement.objects.in_force().filter(
        teacher__in=[each for each in teachers if each]
    )
    return placements


def standing(placements: Iterable[int]) -> dict[int, Person]:
    """How those of the placements stand that are in force, by placement."""
    rows = known(Placement.objects.in_force().filter(pk__in=placements), today())
    return {each.facts.pk: each for each in (person(facts, today()) for facts in facts_of(rows))}


WHAT_DIFFERS = {
    Reason.TRN_NOT_FOUND: "There is no teaching record with the TRN that you entered.",
    Reason.DEACTIVATED: "The teaching record with the TRN that you entered is not in use any more.",
    Reason.DATE_OF_BIRTH_DIFFERS: "The teaching record with the TRN that you entered has another date of birth.",
    Reason.NUMBER_DIFFERS_TOO: "The teaching record with the TRN that you entered has another date of birth and "
    "National Insurance number.",
}


def ask_to_look_again(teacher: Teacher, reason: Reason) -> None:
    """Tell the school what does not agree, now that the record service has answered."""
    for placement in placements_of(teacher).select_related("school").order_by("pk"):
        record("details_differ", about=placement, by=THE_SERVICE, school=placement.school_id, reason=str(reason))
        for tutor in tutors_of(placement.school):
            send(
                "details_differ",
                to=tutor.user.email,
                key=f"details_differ {placement.pk} {reason} {tutor.pk}",
                school=placement.school_id,
                tutor_name=tutor.user.name,
                person_name=str(teacher),
                school_name=placement.school.name,
                what_differs=WHAT_DIFFERS[reason],
                way_in=way_in(tutor.user, record_page(placement)),
            )


WHAT_TO_DO = {
    State.NOT_ELIGIBLE: "Write to us if you think that this is not right, or remove them if it was a mistake",
    State.COMPLETED: "Nothing. Their training ends here",
}


def tell_of_change(then: Person, after: Person, check: int) -> None:
    """Tell the school that something has changed, and what to do next."""
    placement = Placement.objects.select_related("school").get(pk=after.facts.pk)
    record(
        "person_state_changed",
        about=placement,
        by=THE_SERVICE,
        school=placement.school_id,
        before=str(then.standing.state),
        state=str(after.standing.state),
    )
    for tutor in tutors_of(placement.school):
        send(
            "person_state_changed",
            to=tutor.user.email,
            key=f"person_state_changed {placement.pk} {check} {tutor.pk}",
            school=placement.school_id,
            tutor_name=tutor.user.name,
            person_name=after.facts.name,
            school_name=placement.school.name,
            before=then.standing.label(Audience.SCHOOL),
            after=after.standing.label(Audience.SCHOOL),
            what_to_do=after.next_step or WHAT_TO_DO.get(after.standing.state, "Nothing, for now"),
            way_in=way_in(tutor.user, record_page(placement)),
        )


def record_page(placement: Placement) -> str:
    return f"/schools/{placement.school.urn}/people/{placement.pk}/"
