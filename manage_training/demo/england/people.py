"""The people of England's schools: who started when, who mentored them, who moved, paused, left and finished."""

import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from manage_training.demo.england.answers import Answer, OneSchool
from manage_training.demo.england.names import a_name, an_address
from manage_training.demo.england.tables import Tables, as_json, at_noon, days_after
from manage_training.domain.academic_years.models import AcademicYear, Programme
from manage_training.domain.accounts.models import Role as RoleOfUser
from manage_training.domain.events.models import Event
from manage_training.domain.messages.models import Message
from manage_training.domain.messages.models import State as Sent
from manage_training.domain.teachers.judge import Outcome, Reason
from manage_training.domain.teachers.models import CheckInput, EarlyRollOutMentor, Identity, RecordCheck, Teacher
from manage_training.domain.teachers.records import Induction
from manage_training.domain.training.models import Mentorship, Placement, ReportedBy, Role, Status, TrainingPeriod

TABLES = (Teacher, EarlyRollOutMentor, CheckInput, RecordCheck, Placement, TrainingPeriod, Mentorship, Event, Message)
FIRST_TRN, BETWEEN_TRNS = 3_000_000, 17  # the demo's own people have others
STARTS = ((9, 1), (9, 1), (9, 1), (9, 1), (9, 1), (9, 1), (1, 4), (1, 4), (4, 19), (4, 19))  # month and day
INDUCTION = 2 * 365  # days
MENTEES_AT_ONCE = 2


@dataclass
class Mentor:
    placement: int
    teacher: int
    starts_on: date
    finishes_on: date | None
    mentees: int = 0

    def is_there(self, day: date) -> bool:
        return self.starts_on <= day and (self.finishes_on is None or self.finishes_on > day)


@dataclass
class Person:
    teacher: int
    name: str
    confirmed: bool


class People:
    """Registers the people of one year after the other."""

    def __init__(self, schools: list[OneSchool], today: date, tables: Tables, chance: random.Random) -> None:
        self.today, self.tables, self.chance = today, tables, chance
        self.mentors: dict[int, list[Mentor]] = defaultdict(list)  # by school
        self.schools = schools
        self.trn = FIRST_TRN

    def start(self, school: OneSchool, year: AcademicYear, starters: int) -> None:
        """Register the early career teachers who start at a school in a year, and the mentors that they need."""
        for mentor in self.mentors[school.pk]:
            mentor.mentees = 0  # those of earlier years are in their second, and need less of their mentor's time
        for _ in range(starters):
            month, day = self.chance.choice(STARTS)
            starts_on = date(year.start + (month < 9), month, day)
            if days_after(starts_on, -30) <= self.today:  # others are not registered yet
                self.start_one(school, school.answers[year.start], starts_on)
        self.tables.write_if_many()

    def start_one(self, school: OneSchool, answer: Answer, starts_on: date) -> None:
        draw = self.chance.random()
        person = self.somebody(Role.ECT, starts_on, doubtful=draw < 0.01, unqualified=draw < 0.03)
        moves_on, last_day = None, None
        if draw > 0.9:
            moves_on = date(answer.year + 1, 9, 1)
            if not (starts_on < moves_on <= self.today):
                moves_on = None
        elif draw > 0.8:
            last_day = days_after(starts_on, INDUCTION + self.chance.randrange(300))  # finished, and went elsewhere
        elif draw > 0.78:
            last_day = days_after(starts_on, self.chance.randrange(60, 500))  # left teaching
        if last_day and last_day > days_after(self.today, 60):
            last_day = None  # nobody has said so yet

        target = self.another_school(school, answer.year) if moves_on else None
        if moves_on and target:
            self.placed(person, school, answer, starts_on, days_after(moves_on, -1), joined_elsewhere=True)
            self.placed(person, target, target.answers[answer.year], moves_on, None, came_from=answer)
        else:
            self.placed(person, school, answer, starts_on, last_day)

    def placed(
        self,
        person: Person,
        school: OneSchool,
        answer: Answer,
        starts_on: date,
        last_day: date | None,
        *,
        joined_elsewhere: bool = False,
        came_from: Answer | None = None,
    ) -> None:
        """An early career teacher at a school, with training, a mentor where there is one, and word of it."""
        placement = self.tables.add(
            Placement,
            teacher_id=person.teacher,
            school_id=school.pk,
            role=Role.ECT,
            email=an_address(person.name, person.teacher, school.urn),
            starts_on=starts_on,
            finishes_on=last_day,
            left_because="another_school" if last_day and joined_elsewhere else "",
            last_day_reported_by=last_day_by(last_day, joined_elsewhere),
        )
        self.trained(placement, school, answer, starts_on, last_day, came_from)
        mentor = self.mentor_for(school, answer, starts_on)
        if mentor:
            mentor.mentees += 1
            ends = [day for day in (last_day, mentor.finishes_on) if day]
            self.tables.add(
                Mentorship,
                ect_id=placement,
                mentor_id=mentor.placement,
                school_id=school.pk,
                starts_on=starts_on,
                finishes_on=min(ends, default=None),
            )
        self.said(placement, person, school, Role.ECT, answer, starts_on, mentor)

    def trained(
        self,
        placement: int,
        school: OneSchool,
        answer: Answer,
        starts_on: date,
        last_day: date | None,
        came_from: Answer | None = None,
        *,
        body: bool = True,
    ) -> None:
        facts = {
            "placement_id": placement,
            "school_id": school.pk,
            "year_id": answer.year,
            "programme": answer.programme,
            "partnership_id": answer.partnership,
            "materials_id": answer.materials,
            "appropriate_body_id": answer.body if body else None,
        }
        if came_from and came_from.pair and came_from.pair != answer.pair and self.chance.random() < 0.6:
            facts |= {  # goes on with the pair of the last school
                "programme": Programme.FULL_INDUCTION,
                "partnership_id": None,
                "materials_id": None,
                "lead_provider_id": came_from.pair.lead_provider,
                "delivery_partner_id": came_from.pair.delivery_partner,
            }
        draw = self.chance.random()
        turn = days_after(starts_on, self.chance.randrange(100, 300))
        if draw > 0.04 or turn >= (last_day or self.today):
            self.tables.add(TrainingPeriod, **facts, starts_on=starts_on, finishes_on=last_day)
            return
        self.tables.add(TrainingPeriod, **facts, starts_on=starts_on, finishes_on=days_after(turn, -1))
        if draw < 0.01:
            stopped = {"status": Status.WITHDRAWN, "reason": "left_teaching"}
            self.tables.add(TrainingPeriod, **facts, **stopped, starts_on=turn, finishes_on=last_day)
            return
        back = days_after(turn, 200)
        paused = {"status": Status.PAUSED, "reason": "parental_leave", "expected_return_on": back}
        if back > (last_day or self.today):
            self.tables.add(TrainingPeriod, **facts, **paused, starts_on=turn, finishes_on=last_day)
            return
        self.tables.add(TrainingPeriod, **facts, **paused, starts_on=turn, finishes_on=days_after(back, -1))
        self.tables.add(TrainingPeriod, **facts, starts_on=back, finishes_on=last_day)

    def mentor_for(self, school: OneSchool, answer: Answer, day: date) -> Mentor | None:
        """One of the school's who has time, mostly a new one otherwise."""
        there = (mentor for mentor in self.mentors[school.pk] if mentor.is_there(day))
        free = next((mentor for mentor in there if mentor.mentees < MENTEES_AT_ONCE), None)
        if free is None and self.chance.random() < 0.95:
            free = self.new_mentor(school, answer, day)
        return free

    def new_mentor(self, school: OneSchool, answer: Answer, starts_on: date) -> Mentor:
        early = answer.year <= 2022 and self.chance.random() < 0.05
        person = self.somebody(Role.MENTOR, starts_on, trained_before=early)
        stays = self.chance.randrange(500, 2_600)
        last_day = day if (day := days_after(starts_on, stays)) <= days_after(self.today, 60) else None
        placement = self.tables.add(
            Placement,
            teacher_id=person.teacher,
            school_id=school.pk,
            role=Role.MENTOR,
            email=an_address(person.name, person.teacher, school.urn),
            starts_on=starts_on,
            finishes_on=last_day,
            year_id=answer.year if early else None,
            last_day_reported_by=last_day_by(last_day),
        )
        if not early:
            self.trained(placement, school, answer, starts_on, last_day, body=False)
        self.said(placement, person, school, Role.MENTOR, answer, starts_on, None)
        mentor = Mentor(placement, person.teacher, starts_on, last_day)
        self.mentors[school.pk].append(mentor)
        return mentor

    def another_school(self, school: OneSchool, year: int) -> OneSchool | None:
        """One that trains people of the year too."""
        for _ in range(20):
            found = self.chance.choice(self.schools)
            answer = found.answers.get(year)
            if found is not school and answer and answer.programme == Programme.FULL_INDUCTION:
                return found
        return None

    def somebody(
        self,
        role: Role,
        starts_on: date,
        *,
        doubtful: bool = False,
        unqualified: bool = False,
        trained_before: bool = False,
    ) -> Person:
        """A new teacher, with what the record said when they were last looked up."""
        name, trn = a_name(self.chance), str(self.trn)
        self.trn += BETWEEN_TRNS
        doubtful = doubtful and days_after(starts_on, 90) > self.today  # by then it was settled, or asked for again
        if trained_before:
            self.tables.add(EarlyRollOutMentor, trn=trn)
        known = {"trn": trn, "record_name": name, "identity": Identity.CONFIRMED}
        claimed = {"claimed_trn": trn, "claimed_name": name, "identity": Identity.TO_BE_CHECKED}
        teacher = self.tables.add(Teacher, **(claimed if doubtful else known))
        checked_on = min(days_after(starts_on, INDUCTION + 40), self.today)
        finished = checked_on < self.today
        induction = Induction.PASSED if finished else Induction.IN_PROGRESS
        unqualified = unqualified and role == Role.ECT and not finished
        said = {
            "role": str(role),
            "trn": trn,
            "name": name,
            "qts_since": None if unqualified else date(starts_on.year, 7, 1).isoformat(),
            "induction": Induction.NONE if unqualified else induction,
            "induction_started_on": None if unqualified else starts_on.isoformat(),
            "prohibited": False,
            "other_alerts": False,
        }
        reason = Reason.NO_QTS if unqualified else Reason.NO_ANSWER if doubtful else Reason.NONE
        self.tables.add(
            RecordCheck,
            teacher_id=teacher,
            asked_trn=trn,
            said=as_json({"role": str(role)} if doubtful else said),
            outcome=Outcome.TO_BE_CHECKED if doubtful else Outcome.MATCHED,
            reason=reason,
            at=at_noon(checked_on),
        )
        if doubtful:
            born = date(1997, 1 + self.chance.randrange(12), 1 + self.chance.randrange(28))
            self.tables.add(CheckInput, teacher_id=teacher, date_of_birth=born, given_at=at_noon(self.today))
        return Person(teacher, name, not doubtful)

    def said(
        self,
        placement: int,
        person: Person,
        school: OneSchool,
        role: Role,
        answer: Answer,
        starts_on: date,
        mentor: Mentor | None,
    ) -> None:
        """What is remembered of a registration: the event, and that a message went."""
        on = at_noon(min(days_after(starts_on, -self.chance.randrange(60)), self.today))
        self.tables.add(
            Event,
            kind="person_registered",
            actor_kind="user",
            actor_id=school.tutor,
            acting_as=f"{RoleOfUser.INDUCTION_TUTOR} of school {school.urn}",
            subject_kind="placement",
            subject_id=placement,
            school_id=school.pk,
            details=as_json(
                {
                    "teacher": person.teacher,
                    "role": str(role),
                    "year": answer.year,
                    "starts_on": starts_on.isoformat(),
                    "mentor": mentor.placement if mentor else None,
                    "appropriate_body": answer.body if role == Role.ECT else None,
                    "reason": str(Reason.NONE if person.confirmed else Reason.NO_ANSWER),
                }
            ),
            at=on,
        )
        self.tables.add(
            Message,
            kind="you_are_registered",
            dedupe_key=f"you_are_registered {placement}",
            state=Sent.DELIVERED,
            school_id=school.pk,
            attempts=1,
            created_at=on,
            sent_at=on,
        )


def last_day_by(last_day: date | None, joined_elsewhere: bool = False) -> str:
    if last_day is None:
        return ""
    return ReportedBy.JOINING_SCHOOL if joined_elsewhere else ReportedBy.THIS_SCHOOL
