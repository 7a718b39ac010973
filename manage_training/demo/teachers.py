"""The demo's teachers: who is at ACME Primary School and at Beacon Academy, in which state."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from manage_training.domain.academic_years.models import AcademicYear, Programme
from manage_training.domain.clock import now, today
from manage_training.domain.organisations.models import AppropriateBody
from manage_training.domain.partnerships.models import Partnership
from manage_training.domain.schools.models import School
from manage_training.domain.teachers.check import Asked, keep
from manage_training.domain.teachers.judge import Look
from manage_training.domain.teachers.models import CheckInput, EarlyRollOutMentor, Identity, Teacher
from manage_training.domain.teachers.records import Induction, Record
from manage_training.domain.training.models import (
    Mentorship,
    Placement,
    ReportedBy,
    Role,
    Status,
    TrainingPeriod,
)

TRAINED_BEFORE_2021 = ["9100013", "9300012"]
BORN = date(1998, 5, 17)  # all of them: nobody is shown a date of birth


@dataclass
class Team:
    """A school's people of the demo, trained by the partnership of the year they began in."""

    school: School
    domain: str
    body: AppropriateBody
    partnerships: dict[int, Partnership] = field(default_factory=dict)  # by start of the year

    def ect(
        self, name: str, trn: str, year: AcademicYear, *, mentor: Placement | None = None, qualified: bool = True
    ) -> Placement:
        teacher = confirmed(name, trn, Role.ECT, qualified=qualified)
        placement = self.placed(teacher, Role.ECT, year.starts_on)
        self.trained(placement, year, appropriate_body=self.body)
        if mentor:
            mentored(placement, mentor)
        return placement

    def mentor(self, name: str, trn: str, year: AcademicYear) -> Placement:
        placement = self.placed(confirmed(name, trn, Role.MENTOR), Role.MENTOR, year.starts_on)
        self.trained(placement, year)
        return placement

    def mentor_without_training(self, name: str, trn: str, year: AcademicYear) -> Placement:
        """One who was trained in the early roll-out."""
        placement = self.placed(confirmed(name, trn, Role.MENTOR), Role.MENTOR, year.starts_on)
        placement.year = year
        placement.save(update_fields=["year"])
        return placement

    def placed(self, teacher: Teacher, role: Role, starts_on: date) -> Placement:
        email = str(teacher).lower().replace(" ", ".").replace("'", "") + "@" + self.domain
        return Placement.objects.create(
            teacher=teacher, school=self.school, role=role, email=email, starts_on=starts_on
        )

    def trained(self, placement: Placement, year: AcademicYear, **more: object) -> TrainingPeriod:
        partnership = None if "lead_provider" in more else self.partnerships[year.start]
        return TrainingPeriod.objects.create(
            placement=placement,
            school=self.school,
            year=year,
            programme=Programme.FULL_INDUCTION,
            partnership=partnership,
            starts_on=placement.starts_on,
            **more,
        )


def confirmed(name: str, trn: str, role: Role, *, qualified: bool = True) -> Teacher:
    """Somebody whom the teaching record has confirmed, as a check of it says."""
    teacher = Teacher.objects.create(trn=trn, record_name=name, identity=Identity.CONFIRMED)
    first_name, _, last_name = name.partition(" ")
    record = Record(
        trn=trn,
        first_name=first_name,
        middle_name="",
        last_name=last_name,
        date_of_birth=BORN,
        qts_since=date(today().year - 1, 7, 1) if qualified else None,
        induction=Induction.IN_PROGRESS if qualified else Induction.NONE,
    )
    early = trn in TRAINED_BEFORE_2021
    look = Look("ect" if role == Role.ECT else "mentor", BORN, record, early_roll_out=early)
    keep(look, Asked(trn, BORN), teacher=teacher)
    return teacher


def mentored(ect: Placement, mentor: Placement) -> Mentorship:
    return Mentorship.objects.create(
        ect=ect, mentor=mentor, school=ect.school, starts_on=max(ect.starts_on, mentor.starts_on)
    )


def load_acme(acme: Team, year: AcademicYear) -> None:
    """Two early career teachers and their mentor."""
    ruth = acme.mentor("Ruth Kaplan", "9300001", year)
    acme.ect("Amara Bello", "9300002", year, mentor=ruth)
    acme.ect("Daniel Whitfield", "9300003", year, mentor=ruth)


def load_beacon(beacon: Team, elsewhere: Team, earlier: AcademicYear, year: AcademicYear) -> None:
    """Six early career teachers and four mentors, each in another state. `elsewhere` trained one of them first.

    `earlier` and `year` are the year before and the one to register for; the same where there is no year before.
    """
    for trn in TRAINED_BEFORE_2021:
        EarlyRollOutMentor.objects.create(trn=trn)
    ivan = beacon.mentor("Ivan Petrov", "9200002", earlier)
    grace = beacon.mentor("Grace Lindqvist", "9300011", earlier)
    henry = beacon.mentor_without_training("Henry Osei", "9300012", year)
    beacon.mentor("Farah Siddiqui", "9300013", year)  # has nobody to mentor yet

    beacon.ect("Leah Morris", "9200001", earlier, mentor=ivan)
    goes_on_leave(beacon.ect("Sophie Turnbull", "9300014", earlier, mentor=ivan))
    leaves_soon(beacon.ect("Marcus Grey", "9300015", earlier, mentor=grace))
    came_part_trained(beacon, elsewhere, earlier)  # and has no mentor yet
    beacon.ect("Chloe Barnes", "9300017", year, mentor=henry, qualified=False)  # waits for QTS
    to_be_checked(beacon, year, mentor=henry)


def goes_on_leave(ect: Placement) -> None:
    """On parental leave for a month already, and for five more."""
    training = ect.training.get()
    paused_on = max(today() - timedelta(days=30), ect.starts_on + timedelta(days=1))
    training.finishes_on = paused_on - timedelta(days=1)
    training.save(update_fields=["finishes_on"])
    TrainingPeriod.objects.create(
        placement=ect,
        school=ect.school,
        year=training.year,
        programme=training.programme,
        partnership=training.partnership,
        appropriate_body=training.appropriate_body,
        status=Status.PAUSED,
        reason="parental_leave",
        expected_return_on=paused_on + timedelta(days=180),
        starts_on=paused_on,
    )


def leaves_soon(ect: Placement) -> None:
    """Moves to another school in six weeks; the mentorship and the training end with the placement."""
    last_day = max(today(), ect.starts_on) + timedelta(days=42)
    ect.mentors.update(finishes_on=last_day)
    ect.training.update(finishes_on=last_day)
    ect.finishes_on, ect.left_because, ect.last_day_reported_by = last_day, "another_school", ReportedBy.THIS_SCHOOL
    ect.save(update_fields=["finishes_on", "left_because", "last_day_reported_by"])


def came_part_trained(beacon: Team, elsewhere: Team, year: AcademicYear) -> None:
    """Joined in January with two terms of training still to do, and kept the provider of the first school."""
    starts_on = date(year.start + 1, 1, 1)
    first = elsewhere.ect("Yusuf Demir", "9300016", year)
    first.finishes_on, first.last_day_reported_by = starts_on - timedelta(days=1), ReportedBy.JOINING_SCHOOL
    first.left_because = "another_school"
    first.training.update(finishes_on=first.finishes_on)
    first.save(update_fields=["finishes_on", "left_because", "last_day_reported_by"])
    pair = elsewhere.partnerships[year.start]
    beacon.trained(
        beacon.placed(first.teacher, Role.ECT, starts_on),
        year,
        appropriate_body=beacon.body,
        lead_provider=pair.lead_provider,
        delivery_partner=pair.delivery_partner,
    )


def to_be_checked(beacon: Team, year: AcademicYear, mentor: Placement) -> None:
    """The record did not answer when this teacher was registered under the name that the tutor typed."""
    teacher = Teacher.objects.create(
        claimed_trn="9300018", claimed_name="Robin Ellery", identity=Identity.TO_BE_CHECKED
    )
    keep(Look("ect", BORN, answered=False), Asked("9300018", BORN), teacher=teacher)
    CheckInput.objects.create(teacher=teacher, date_of_birth=BORN, given_at=now())
    placement = beacon.placed(teacher, Role.ECT, year.starts_on)
    beacon.trained(placement, year, appropriate_body=beacon.body)
    mentored(placement, mentor)
