"""Two teachers who turn out to be one person. Rule T27."""

from datetime import date
from itertools import product

from django.db import transaction

from manage_training.domain.accounts.memberships import tutors_of
from manage_training.domain.accounts.way_in import way_in
from manage_training.domain.cases.open_case import close_case, is_open, open_case
from manage_training.domain.dates import words
from manage_training.domain.events.actor import THE_SERVICE
from manage_training.domain.events.record import record
from manage_training.domain.messages.send import send
from manage_training.domain.teachers.models import CheckInput, Identity, Teacher
from manage_training.domain.training.models import Mentorship, Placement, Role
from manage_training.domain.training.void import void, void_mentorship

THE_CASE = "one_ect_at_two_schools"


def in_two_places(one: Teacher, other: Teacher) -> tuple[Placement, Placement] | None:
    """Two placements as early career teacher at different schools at one time, which one person cannot have."""
    ects = Placement.objects.in_force().filter(teacher__in=[one, other], role=Role.ECT)
    theirs: dict[int, list[Placement]] = {one.pk: [], other.pk: []}
    for each in ects.select_related("school", "teacher").order_by("pk"):
        theirs[each.teacher_id].append(each)
    pairs = product(theirs[one.pk], theirs[other.pk])
    return next((pair for pair in pairs if pair[0].school_id != pair[1].school_id and overlap(*pair)), None)


def overlap(one: Placement, other: Placement) -> bool:
    return one.starts_on <= (other.finishes_on or date.max) and other.starts_on <= (one.finishes_on or date.max)


def put_before_dfe(one: Placement, other: Placement, trn: str) -> None:
    """Ask a person at DfE, and both schools, where somebody really is. Once for the two, however often it is found."""
    pair = the_pair(one.teacher_id, other.teacher_id)
    if is_open(THE_CASE, pair):
        return
    said = f"TRN {trn} is registered as an early career teacher at {at(one)} and at {at(other)}."
    case = open_case(THE_CASE, about=pair, words=said, by=THE_SERVICE)
    for placement in (one, other):
        record("registered_at_another_school_too", about=placement, by=THE_SERVICE, school=placement.school_id)
        for tutor in tutors_of(placement.school):
            send(
                "registered_at_another_school_too",
                to=tutor.user.email,
                key=f"registered_at_another_school_too {case.pk} {placement.pk} {tutor.pk}",
                school=placement.school_id,
                tutor_name=tutor.user.name,
                person_name=str(placement.teacher),
                school_name=placement.school.name,
                way_in=way_in(tutor.user, f"/schools/{placement.school.urn}/people/{placement.pk}/"),
            )


def at(placement: Placement) -> str:
    return f"{placement.school} (URN {placement.school.urn}) from {words(placement.starts_on)}"


def the_pair(one: int, other: int) -> str:
    return "teachers {} and {}".format(*sorted((one, other)))


@transaction.atomic
def become_one(gone: Teacher, stays: Teacher) -> None:
    """Everything of `gone` becomes that of `stays`, in the caller's transaction, which has locked both and all theirs.

    Two placements in the same role at the same school become the earlier one. `gone` stays in history, and leads to who
    they are. The caller has seen to it that they are not at two schools at once.
    """
    kept: list[Placement] = []
    both = Placement.objects.in_force().filter(teacher__in=[gone, stays]).order_by("starts_on", "pk")
    for placement in both.select_related("school"):
        twin = next((each for each in kept if same_place(each, placement)), None)
        if twin:
            hand_over(placement, twin)
            void(placement)
            record("registered_twice", about=placement, by=THE_SERVICE, school=placement.school_id, stays=twin.pk)
        else:
            kept.append(placement)
    void_those_with_themself(kept)
    Placement.objects.filter(teacher=gone).update(teacher=stays)

    CheckInput.objects.filter(teacher=gone).delete()
    gone.identity, gone.trn, gone.merged_into = Identity.MERGED, None, stays
    gone.version += 1
    gone.save(update_fields=["identity", "trn", "merged_into", "version"])
    Teacher.objects.filter(merged_into=gone).update(merged_into=stays)
    if gone.preferred_name and not stays.preferred_name:
        stays.preferred_name, stays.name_reason = gone.preferred_name, gone.name_reason
        stays.version += 1
        stays.save(update_fields=["preferred_name", "name_reason", "version"])
    record("teachers_merged", about=stays, by=THE_SERVICE, gone=gone.pk)
    close_case(THE_CASE, the_pair(gone.pk, stays.pk), outcome="They became one.", by=THE_SERVICE)


def same_place(one: Placement, other: Placement) -> bool:
    return (one.school_id, one.role) == (other.school_id, other.role) and overlap(one, other)


def hand_over(gone: Placement, stays: Placement) -> None:
    """Let the mentor, or those who are mentored, go over from one placement to the other, for the days it has."""
    has_a_mentor = stays.mentors.in_force().exists()
    for together in [*gone.mentors.in_force(), *gone.mentees.in_force()]:
        void_mentorship(together)
        starts_on = max(together.starts_on, stays.starts_on)
        finishes_on = min(together.finishes_on or date.max, stays.finishes_on or date.max)
        if finishes_on < starts_on or (together.ect_id == gone.pk and has_a_mentor):
            continue
        Mentorship.objects.create(
            ect_id=stays.pk if together.ect_id == gone.pk else together.ect_id,
            mentor_id=stays.pk if together.mentor_id == gone.pk else together.mentor_id,
            school_id=together.school_id,
            starts_on=starts_on,
            finishes_on=None if finishes_on == date.max else finishes_on,
        )


def void_those_with_themself(placements: list[Placement]) -> None:
    """Nobody mentors themself, also where nobody knew that it was the same person (rule T5)."""
    for together in Mentorship.objects.in_force().filter(ect__in=placements, mentor__in=placements):
        void_mentorship(together)
