from datetime import date
from uuid import UUID

from django.db import transaction

from manage_training.domain.academic_years.models import AcademicYear, Programme
from manage_training.domain.accounts.models import User
from manage_training.domain.accounts.way_in import way_in
from manage_training.domain.clock import today
from manage_training.domain.dates import words
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.record import record
from manage_training.domain.messages.addresses import clean_address
from manage_training.domain.messages.send import send
from manage_training.domain.organisations.models import AppropriateBody
from manage_training.domain.partnerships.live import live_partnership
from manage_training.domain.programmes.school_years import body_id
from manage_training.domain.refusal import Refusal
from manage_training.domain.schools.models import School
from manage_training.domain.teachers.check import Asked, Verdict
from manage_training.domain.teachers.identify import keep_with_teacher, teacher_of
from manage_training.domain.teachers.judge import Reason
from manage_training.domain.teachers.judge import Role as RoleOf
from manage_training.domain.teachers.models import EarlyRollOutMentor
from manage_training.domain.training import may_register
from manage_training.domain.training.models import Mentorship, Placement, Role, TrainingPeriod
from manage_training.domain.training.starts import YearOfStart, check_start
from manage_training.domain.training.tasks import recheck_soon


@transaction.atomic
def register(
    school: School,
    role: RoleOf,
    *,
    verdict: Verdict,
    asked: Asked,
    draft: UUID,
    typed_name: str = "",
    preferred_name: str = "",
    name_reason: str = "",
    email: str,
    starts_on: date,
    mentor: Placement | None = None,
    appropriate_body: AppropriateBody | None = None,
    by: Actor,
) -> Placement:
    """Register somebody as an early career teacher or a mentor, tell them and who did it, and return their placement.

    `verdict` is what the teaching record said of what was `asked` in the draft of that id. `typed_name` is for whom it
    names nobody; `preferred_name` is the name they go by, with a reason where that is another name altogether. A mentor
    who was trained in the early roll-out gets no training. Nobody outside is asked. Raises `Refusal`, with words for
    the person; nothing has changed then. Source: guide, "First time registration" 9; rules T20 to T24.
    """
    School.objects.select_for_update(no_key=True).only("pk").get(pk=school.pk)
    may_register.refuse_what_the_record_stops(verdict)
    may_register.refuse_a_strange_name(verdict, preferred_name, name_reason)
    start = check_start(school, starts_on, today(), born=asked.date_of_birth)
    may_register.refuse_a_year_without_training(start, school)
    email = clean_address(email)
    teacher = teacher_of(verdict, asked, typed_name=typed_name, preferred_name=preferred_name, name_reason=name_reason)
    may_register.refuse_who_is_somewhere(verdict, asked, role, school)
    may_register.refuse_days_that_overlap(teacher, role, school, starts_on)
    if mentor:
        (mentor,) = may_register.locked([mentor])
        may_register.refuse_a_mentor_from_elsewhere(mentor, school, teacher)
    may_register.refuse_a_shared_address(email, teacher, school)
    may_register.refuse_a_body_of_others(appropriate_body, school, start)

    trained_before = role == "mentor" and EarlyRollOutMentor.objects.filter(trn__in=verdict.trns).exists()
    placement = Placement.objects.create(
        teacher=teacher,
        school=school,
        role=role,
        email=email,
        starts_on=starts_on,
        year=AcademicYear(start=start.year) if trained_before else None,
    )
    if not trained_before:
        begin_training(placement, start, appropriate_body if placement.role == Role.ECT else None)
    if mentor:
        begin_mentorship(placement, mentor)
    keep_with_teacher(teacher, role, verdict, asked, draft)
    record(
        "person_registered",
        about=placement,
        by=by,
        school=school.pk,
        teacher=teacher.pk,
        role=role,
        year=start.year,
        starts_on=starts_on.isoformat(),
        mentor=mentor.pk if mentor else None,
        appropriate_body=body_id(appropriate_body),
        reason=str(verdict.reason),
    )
    if name_reason:
        record("name_explained", about=placement, by=by, school=school.pk, teacher=teacher.pk)
    tell(placement, start, by)
    if verdict.reason == Reason.NO_ANSWER:
        recheck_soon(teacher)
    return placement


def begin_training(placement: Placement, start: YearOfStart, body: AppropriateBody | None) -> TrainingPeriod:
    """Training as the school runs it in the year of the first day (rule T22)."""
    answers = start.school_year
    if answers is None or answers.programme is None:
        raise Refusal(f"{placement.school} has not set up {start.year} to {start.year + 1}. Set up that year first.")
    funded = answers.programme == Programme.FULL_INDUCTION
    return TrainingPeriod.objects.create(
        placement=placement,
        school=placement.school,
        year=answers.year,
        programme=answers.programme,
        partnership=live_partnership(placement.school, answers.year) if funded else None,
        materials=answers.materials,
        appropriate_body=body,
        starts_on=placement.starts_on,
    )


def begin_mentorship(ect: Placement, mentor: Placement) -> Mentorship:
    """From the first day on which both are at the school to the mentor's last."""
    starts_on = max(ect.starts_on, mentor.starts_on)
    if mentor.finishes_on and mentor.finishes_on < starts_on:
        raise Refusal(f"{mentor.teacher} leaves before they start. Select another mentor.", field="mentor")
    return Mentorship.objects.create(
        ect=ect, mentor=mentor, school=ect.school, starts_on=starts_on, finishes_on=mentor.finishes_on
    )


def tell(placement: Placement, start: YearOfStart, by: Actor) -> None:
    """Proof for who registered them, and word to the teacher of what is kept and whom to ask."""
    said = {
        "teacher_name": str(placement.teacher),
        "school_name": placement.school.name,
        "role_name": placement.get_role_display().lower(),
        "first_day": words(placement.starts_on),
        "year_name": f"{start.year} to {start.year + 1}",
    }
    send(
        "you_are_registered",
        to=placement.email,
        key=f"you_are_registered {placement.pk}",
        school=placement.school_id,
        **said,
    )
    tutor = User.objects.filter(pk=by.id).first() if by.kind == "user" and by.id else None
    if tutor:
        send(
            "person_registered",
            to=tutor.email,
            key=f"person_registered {placement.pk}",
            school=placement.school_id,
            tutor_name=tutor.name,
            reference=placement.reference,
            way_in=way_in(tutor, f"/schools/{placement.school.urn}/people/{placement.pk}/"),
            **said,
        )
