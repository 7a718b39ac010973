"""What follows from who the record says that somebody is, and what their schools are told. Rules T26 and T27."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from manage_training.domain.accounts.memberships import tutors_of
from manage_training.domain.accounts.way_in import way_in
from manage_training.domain.clock import today
from manage_training.domain.events.actor import THE_SERVICE
from manage_training.domain.events.record import record
from manage_training.domain.messages.send import send
from manage_training.domain.teachers.models import CheckInput, EarlyRollOutMentor, Identity, RecordCheck, Teacher
from manage_training.domain.training.change_of_person import lock_schools_of
from manage_training.domain.training.merge import become_one, in_two_places, put_before_dfe
from manage_training.domain.training.models import Placement, Role
from manage_training.domain.training.people import Person, facts_of, known, person
from manage_training.domain.training.state import Audience, State
from manage_training.domain.training.void import void_training


def settle(teacher: Teacher, holder: Teacher | None, trn: str, name: str) -> Teacher:
    """Let follow who the record says that somebody is: they are confirmed, or become one with whoever `holder` is.

    Returns who stays. Nothing follows without a TRN, nor where the two are at two schools at once (rule T27). In the
    caller's transaction, which has locked them all.
    """
    if not trn:
        return teacher
    if holder is None:
        confirm(teacher, trn, name)
        return teacher
    if apart := in_two_places(teacher, holder):
        put_before_dfe(*apart, trn)
        return teacher
    become_one(teacher, holder)
    return holder


def locked_with_holder(teacher: Teacher, trn: str) -> tuple[Teacher, Teacher | None]:
    """The teacher as they are now, and whoever else has the TRN, if it is known. All is locked.

    Somebody who is registered under that TRN at this very moment makes the save fail on its unique TRN: the next try
    finds them.
    """
    same = Q(pk=teacher.pk) | Q(trn=trn or None, trn__isnull=False)
    lock_schools_of(Teacher.objects.filter(same))
    teachers = list(Teacher.objects.filter(same).order_by("pk").select_for_update(no_key=True))
    list(Placement.objects.filter(teacher__in=teachers).order_by("pk").select_for_update(no_key=True).only("pk"))
    return (
        next(each for each in teachers if each.pk == teacher.pk),
        next((each for each in teachers if each.pk != teacher.pk), None),
    )


def confirm(teacher: Teacher, trn: str, name: str) -> None:
    """From now on we know who it is, and need the date of birth no more."""
    CheckInput.objects.filter(teacher=teacher).delete()
    if (teacher.identity, teacher.trn, teacher.record_name) == (Identity.CONFIRMED, trn, name):
        return
    teacher.identity, teacher.trn, teacher.record_name = Identity.CONFIRMED, trn, name
    teacher.version += 1
    teacher.save(update_fields=["identity", "trn", "record_name", "version"])
    if EarlyRollOutMentor.objects.filter(trn=trn).exists():
        for placement in teacher.placements.in_force().filter(role=Role.MENTOR, year=None):
            mentor_without_training(placement)


def mentor_without_training(placement: Placement) -> None:
    """Whoever was trained before 2021 is not trained again (rule T22)."""
    training = placement.training.in_force().order_by("starts_on").first()
    if training:
        void_training(placement)
        placement.year_id = training.year_id
        placement.save(update_fields=["year"])


def placements_of(*teachers: Teacher | None) -> QuerySet[Placement]:
    """Where these teachers are, were or will be; what was voided is left out, and so is nobody (None)."""
    placements: QuerySet[Placement] = Placement.objects.in_force().filter(
        teacher__in=[each for each in teachers if each]
    )
    return placements


def standing(placements: Iterable[Placement | int]) -> dict[int, Person]:
    """How those of the placements stand that are in force, by placement."""
    rows = known(Placement.objects.in_force().filter(pk__in=placements), today())
    return {each.facts.pk: each for each in (person(facts, today()) for facts in facts_of(rows))}


WHAT_TO_DO = {
    State.NOT_ELIGIBLE: "Write to us if you think that this is not right, or remove them if it was a mistake",
    State.COMPLETED: "Nothing. Their training ends here",
}


def tell_of_changes(before: dict[int, Person], check: RecordCheck) -> None:
    """Tell the schools of those who stand otherwise than `before`, since a check."""
    for after in standing(before).values():
        then = before[after.facts.pk]
        if then.standing.state != after.standing.state:
            tell_of_change(then, after, check.pk)


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
