"""A teacher comes from another school, as the school they join reports it. Guide: "Transferring schools"."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from manage_training.domain.academic_years.models import AcademicYear
from manage_training.domain.cases.open_case import is_open, open_case
from manage_training.domain.clock import now, today
from manage_training.domain.dates import in_months, words
from manage_training.domain.events.actor import ANOTHER_SCHOOL, Actor
from manage_training.domain.events.record import record
from manage_training.domain.messages.addresses import clean_address
from manage_training.domain.organisations.appropriate_bodies import bodies_for
from manage_training.domain.organisations.models import AppropriateBody
from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.programmes.school_years import body_id
from manage_training.domain.refusal import Refusal
from manage_training.domain.schools.models import School
from manage_training.domain.teachers.check import Asked, Verdict
from manage_training.domain.teachers.identify import keep_with_teacher, teacher_of
from manage_training.domain.teachers.models import RecordCheck, Teacher
from manage_training.domain.training import may_register, tell_of_transfer
from manage_training.domain.training.as_it_stands import as_it_stands
from manage_training.domain.training.change_of_person import lock_schools_of
from manage_training.domain.training.cut_short import cut_short
from manage_training.domain.training.models import Mentorship, Placement, ReportedBy, Role, TrainingPeriod, Transfer
from manage_training.domain.training.moving import Moving, who_moves
from manage_training.domain.training.providers_to_use import Choice, choice_at
from manage_training.domain.training.register import begin_mentorship

MONTHS_AHEAD = 4
ANOTHER_SCHOOL_TOO = "two_schools_report_one_teacher"  # the case that is opened then
MOVED_ON = "another_school"  # why they left


@transaction.atomic
def transfer_as_found(
    to: School, *, verdict: Verdict, asked: Asked, draft: UUID, by: Actor, **answers: object
) -> Transfer | None:
    """`transfer` for whom a check of the teaching record has found for a draft. The check is kept with the teacher.

    Raises `Refusal` for whom the record stops or has not confirmed, and whatever `transfer` refuses.
    """
    lock_schools_of(Teacher.objects.filter(trn__in=verdict.trns), to.pk)
    may_register.refuse_what_the_record_stops(verdict)
    if not verdict.trn:
        raise Refusal(
            "The teaching record has not confirmed who they are. Check the TRN and date of birth.", field="trn"
        )
    teacher = teacher_of(verdict, asked)
    done = transfer(teacher, to, looked_at=looked_up_at(draft), by=by, **answers)  # type: ignore[arg-type]
    if done:
        keep_with_teacher(teacher, "ect" if done.joined.role == Role.ECT else "mentor", verdict, asked, draft)
    return done


@transaction.atomic
def transfer(
    teacher: Teacher,
    to: School,
    *,
    starts_on: date,
    email: str,
    continues: bool | None = None,
    leaves: bool = True,
    year: int | None = None,
    mentor: Placement | None = None,
    looked_at: datetime | None = None,
    by: Actor,
) -> Transfer | None:
    """Move somebody to the school they join, and tell everybody whom it concerns.

    Their old placement ends the day before `starts_on`, or on an earlier last day that the old school has reported; for
    a mentor who does not `leaves` it stays. `continues` keeps the way they are trained; None where nobody had to ask.
    `year` is theirs where nobody knows it. `looked_at` is when the school looked them up: where another school has
    reported them since, nothing moves, somebody at DfE is asked, and None comes back. Raises `Refusal`, with words for
    the person; nothing has changed then. Rules V1 to V7.
    """
    lock_schools_of(Teacher.objects.filter(pk=teacher.pk), to.pk)
    Teacher.objects.select_for_update(no_key=True).only("pk").get(pk=teacher.pk)
    lock_what_moves(teacher, mentor)
    moving = who_moves([teacher.trn or ""], to)
    refuse_who_does_not_move(teacher, moving, to)
    assert moving is not None  # noqa: S101 - refused before
    if is_reported_since(moving, looked_at):
        another_school_was_faster(moving, to, by)
        return None
    refuse_a_day_without(moving, starts_on, to)
    email = clean_address(email)
    may_register.refuse_a_shared_address(email, moving.teacher, to)
    leaves = leaves or moving.is_ect or not moving.stays_beyond(starts_on)
    choice = choice_for(moving, to, year)
    if choice and choice.question.is_a_choice and continues is None:
        raise Refusal(f"Select yes if {teacher} will continue with their current training programme", field="continues")
    if mentor:
        mentor.refresh_from_db()
        may_register.refuse_a_mentor_from_elsewhere(mentor, to, teacher)

    before = moving.last.finishes_on, moving.last.last_day_reported_by, moving.last.left_because
    trimmed = leaves and end_on(moving.last, starts_on - timedelta(days=1))
    joined = Placement.objects.create(
        teacher=moving.teacher,
        school=to,
        role=moving.role,
        email=email,
        starts_on=starts_on,
        year=AcademicYear(start=moving.last.year_id) if choice is None and moving.last.year_id else None,
    )
    done = Transfer.objects.create(
        left=moving.last,
        joined=joined,
        leaves=leaves,
        reported_at=now(),
        reported_by=by.id if by.kind == "user" else None,
        last_day_before=before[0],
        last_day_reported_by_before=before[1],
        left_because_before=before[2],
    )
    cut = cut_short(done, before[0], starts_on - timedelta(days=1)) if trimmed else []
    training = begin_training(joined, choice, continues) if choice else None
    if mentor and moving.is_ect:
        begin_mentorship(joined, mentor)
    done.stands = as_it_stands(done)
    done.save(update_fields=["stands"])
    write_down(done, training, mentor, by)
    tell_of_transfer.tell(done, moving.training, training, cut)
    return done


def looked_up_at(draft: UUID) -> datetime | None:
    """When the teaching record was asked about who stands in a draft."""
    check = RecordCheck.objects.filter(draft_id=draft).order_by("-pk").first()
    return check.at if check else None


def is_reported_since(moving: Moving, looked_at: datetime | None) -> bool:
    """Whether another school has reported somebody since this one looked them up (rule V7)."""
    if looked_at is None:
        return False
    return Transfer.objects.filter(joined=moving.last, undone_at=None, reported_at__gt=looked_at).exists()


def lock_what_moves(teacher: Teacher, *others: Placement | None) -> None:
    """The placements of somebody and of whom they mentor, in the order of their ids: all whose days may change."""
    theirs = Placement.objects.filter(teacher=teacher)
    mentees = Placement.objects.filter(mentors__in=Mentorship.objects.in_force().filter(mentor__in=theirs))
    may_register.locked([*theirs, *mentees, *(each for each in others if each)])


def locked_transfer(done: Transfer) -> Transfer:
    """A transfer as it is now, locked with both schools, the teacher and every placement that it moves."""
    lock_schools_of(Teacher.objects.filter(pk=done.joined.teacher_id))
    teacher = Teacher.objects.select_for_update(no_key=True).get(pk=done.joined.teacher_id)
    lock_what_moves(teacher, done.left, done.joined)
    both = Transfer.objects.select_related("left__teacher", "left__school", "joined__teacher", "joined__school")
    return both.select_for_update(no_key=True, of=("self",)).get(pk=done.pk)


def refuse_who_does_not_move(teacher: Teacher, moving: Moving | None, to: School) -> None:
    here = teacher.placements.in_force().not_over(today()).filter(school=to)
    if moving:
        here = here.filter(role=moving.role)
    if here.exists():
        raise Refusal(f"{teacher} is at your school already. Open their record to change something.", field="trn")
    if moving is None:
        raise Refusal(
            f"No other school has registered {teacher}. Add them as a new ECT or mentor instead.", field="trn"
        )


def refuse_a_day_without(moving: Moving, starts_on: date, to: School) -> None:
    """Rule V3: after they started where they come from, and not longer ahead than schools plan."""
    teacher, last = moving.teacher, moving.last
    if starts_on <= last.starts_on:
        started = "starts at another school" if last.starts_on > today() else "started at their last school"
        raise Refusal(f"{teacher} {started} on {words(last.starts_on)}. Enter a date after that", field="starts_on")
    if starts_on > (latest := in_months(today(), MONTHS_AHEAD)):
        raise Refusal(f"Start date must be {words(latest)} or earlier", field="starts_on")
    before = Placement.objects.in_force().filter(
        teacher=teacher, school=to, role=moving.role, finishes_on__gte=starts_on
    )
    if here := before.order_by("-finishes_on").first():
        raise Refusal(
            f"{teacher} was at your school until {words(here.finishes_on)}. Enter a date after that", field="starts_on"
        )


def choice_for(moving: Moving, to: School, year: int | None) -> Choice | None:
    """How they can be trained; None for a mentor who mentors without training."""
    if moving.trained_before:
        return None
    of = moving.year or year
    if of is None:
        raise Refusal(f"Select the year that {moving.teacher} is in", field="year")
    choice = choice_at(to, of, moving.training)
    if choice is None:
        raise Refusal(f"{to} has not said how it runs its training. Set up your training first.")
    return choice


def end_on(last: Placement, day: date) -> bool:
    """Let a placement end on a day; whether that changed anything: an earlier last day stays (rule V3)."""
    if last.finishes_on and last.finishes_on <= day:
        return False
    last.finishes_on, last.left_because, last.last_day_reported_by = day, MOVED_ON, ReportedBy.JOINING_SCHOOL
    last.version += 1
    last.save(update_fields=["finishes_on", "left_because", "last_day_reported_by", "version"])
    return True


def begin_training(joined: Placement, choice: Choice, continues: bool | None) -> TrainingPeriod:
    way = choice.way(continues)
    partnership = choice.partnership_for(way)
    carried_over = way.pair if partnership is None else None
    return TrainingPeriod.objects.create(
        placement=joined,
        school=joined.school,
        year=AcademicYear.objects.get(start=choice.year),
        programme=way.programme,
        partnership=partnership,
        lead_provider=carried_over.lead_provider if carried_over else None,
        delivery_partner=carried_over.delivery_partner if carried_over else None,
        materials=way.materials,
        appropriate_body=body_of(joined.school, choice.year) if joined.role == Role.ECT else None,
        starts_on=joined.starts_on,
    )


def body_of(school: School, year: int) -> AppropriateBody | None:
    """The body that the school has named for the year, else for the latest year, if it takes on people of that year."""
    named = SchoolYear.objects.filter(school=school, appropriate_body__isnull=False).select_related("appropriate_body")
    of = named.filter(year=year).first() or named.order_by("-year").first()
    return bodies_for(school, year).filter(pk=of.appropriate_body_id or 0).first() if of else None


def write_down(done: Transfer, training: TrainingPeriod | None, mentor: Placement | None, by: Actor) -> None:
    """An event for each school; that of the school they leave says nothing of the other, nor who reported it."""
    joined, left = done.joined, done.left
    record(
        "person_joined",
        about=joined,
        by=by,
        school=joined.school_id,
        teacher=joined.teacher_id,
        role=joined.role,
        starts_on=joined.starts_on.isoformat(),
        year=training.year_id if training else joined.year_id,
        mentor=mentor.pk if mentor else None,
        appropriate_body=body_id(training.appropriate_body) if training else None,
        leaves=done.leaves,
    )
    if done.concerns_two_schools:
        assert left.finishes_on  # noqa: S101 - who leaves has a last day
        before = done.last_day_before.isoformat() if done.last_day_before else None
        record(
            "person_moves_away",
            about=left,
            by=ANOTHER_SCHOOL,
            school=left.school_id,
            last_day=left.finishes_on.isoformat(),
            last_day_before=before,
        )


def another_school_was_faster(moving: Moving, to: School, by: Actor) -> None:
    """Two schools report one teacher: one Case for somebody at DfE, and word to who comes second (rule V7)."""
    about = f"teacher {moving.teacher.pk} at school {to.pk}"
    if not is_open(ANOTHER_SCHOOL_TOO, about):
        said = f"TRN {moving.teacher.trn} has been reported to join {moving.last.school} and {to} (URN {to.urn})."
        open_case(ANOTHER_SCHOOL_TOO, school=to, about=about, words=said, by=by)
    record("reported_after_another_school", about=moving.teacher, by=by, school=to.pk)
    tell_of_transfer.tell_who_comes_second(moving, to)
