"""How a school runs its training in a year, the first time it says so: the guide, "First time registration", step 8."""

from typing import Any

from manage_training.design_system.fields import ChoiceField
from manage_training.design_system.forms import Form
from manage_training.domain.academic_years.models import AcademicYear, Programme
from manage_training.domain.events.actor import Actor
from manage_training.domain.programmes.choose import choose
from manage_training.domain.programmes.models import SchoolYear
from manage_training.domain.programmes.offer import programmes_for
from manage_training.domain.training.next_steps import next_steps_of
from manage_training.journeys.answers import Answers
from manage_training.journeys.journey import Journey
from manage_training.journeys.step import Step
from manage_training.web.access import SchoolRequest
from manage_training.web.school.journeys.opening import in_year
from manage_training.web.school.journeys.questions import MaterialsForm, appropriate_body_steps


class ProgrammeForm(Form):
    programme = ChoiceField(
        "How do you want to run your training in {year_name}?",
        missing="Select how you want to run your training",
    )

    def prepare(self, a: Answers) -> None:
        self.fields["programme"].options = [(value, Programme(value).label) for value in a.offered]  # type: ignore[attr-defined]


class NobodyExpectedForm(Form):
    heading = "You do not expect any early career teachers to join in {year_name}"


def begin(request: SchoolRequest, year: AcademicYear) -> dict[str, object]:
    answered = SchoolYear.objects.filter(school=request.school, year=year).first()
    return {
        "year_start": year.start,
        "offered": programmes_for(request.school, year),
        "seen": answered.version if answered else 0,
    }


def submit(a: Answers, by: Actor) -> dict[str, Any]:
    school_year = choose(
        a.school,
        a.year,
        programme=Programme(a.programme),
        materials=a.materials,
        appropriate_body=a.appropriate_body,
        by=by,
        seen=a.seen,
    )
    steps = next_steps_of(school_year)
    return {"programme": a.programme, "steps": [{"words": step.words, "done": step.done} for step in steps]}


journey = Journey(
    "choose-programme",
    Step("programme", ProgrammeForm, shown_as="How you run your training"),
    Step("nobody-expected", NobodyExpectedForm, applies=lambda a: a.programme == Programme.NO_EARLY_CAREER_TEACHERS),
    Step(
        "materials",
        MaterialsForm,
        applies=lambda a: a.programme == Programme.CORE_INDUCTION,
        rows=lambda a: [("Accredited materials", a.materials)],
    ),
    *appropriate_body_steps(asked=lambda a: a.programme != Programme.NO_EARLY_CAREER_TEACHERS),
    area="school",
    title="How you run your training",
    opens=in_year(begin),
    submit=submit,
)
