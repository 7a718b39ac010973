"""A school gives an early career teacher a mentor, another one, or none."""

from collections.abc import Iterable, Mapping
from typing import cast

from django.shortcuts import render

from manage_training.design_system.fields import DateField
from manage_training.design_system.forms import Form
from manage_training.design_system.select_field import RowField
from manage_training.domain.clock import today
from manage_training.domain.dates import words
from manage_training.domain.events.actor import Actor
from manage_training.domain.training.assign_mentor import assign_mentor
from manage_training.domain.training.may_register import mentors_at
from manage_training.domain.training.models import Mentorship, Placement, Role
from manage_training.journeys.answers import Answers
from manage_training.journeys.journey import Journey
from manage_training.journeys.opening import DoesNotBegin
from manage_training.journeys.step import Step
from manage_training.web.access import SchoolRequest
from manage_training.web.school.journeys.about_person import about_person


class MentorForm(Form):
    mentor = RowField(
        "Who will mentor {name}?",
        name="Mentor",
        missing="Select a mentor",
        unchosen="Select a mentor",
        shown=lambda placement: placement.teacher,
    )

    def prepare(self, a: Answers) -> None:
        field = cast("RowField", self.fields["mentor"])
        field.rows = [each for each in mentors_at(a.school, today()) if each.teacher_id != a.placement.teacher_id]
        if a.has_mentor:
            field.otherwise = "Nobody for now"


class FromForm(Form):
    starts_on = DateField(
        "From which day?",
        name="From which day",
        hint="Whoever mentors them now does so until the day before.",
        missing="Enter the day from which this is so",
    )

    def prepare(self, a: Answers) -> None:
        """Unless they say another day, the first from today on, on which all of them are at the school."""
        first_days = [each.starts_on for each in (a.placement, *self.others(a)) if each]
        self.fields["starts_on"].initial = max(today(), *first_days)

    def others(self, a: Answers) -> Iterable[Placement | None]:
        """Who is at the other side of the mentorship that begins."""
        return [a.mentor]


def begin(request: SchoolRequest, ect: Placement) -> Mapping[str, object]:
    if not mentors_at(request.school, today()).exclude(teacher=ect.teacher_id).exists():
        raise DoesNotBegin(render(request, "school/no_mentor_to_assign.jinja", {"placement": ect}))
    mentorships = Mentorship.objects.in_force().not_over(today()).filter(ect=ect)
    return {"has_mentor": mentorships.exists()}


def submit(a: Answers, by: Actor) -> dict[str, object]:
    assign_mentor(a.placement, a.mentor, starts_on=a.starts_on, by=by, seen=a.seen)
    return {"mentor": str(a.mentor.teacher) if a.mentor else "", "starts_on": words(a.starts_on)}


journey = Journey(
    "assign-mentor",
    Step("mentor", MentorForm),
    Step("from", FromForm, about=lambda a: a.mentor),
    area="school",
    title="Assign a mentor",
    opens=about_person(begin, role=Role.ECT),
    submit=submit,
    check=lambda a: False,
)
