"""Somebody else becomes the induction tutor, or a name or address is corrected."""

from dataclasses import replace
from typing import cast

from django.urls import reverse

from manage_training.design_system.fields import Choice, ChoiceField, EmailField, FullNameField, YesNoField
from manage_training.design_system.forms import Form
from manage_training.design_system.select_field import RowField
from manage_training.domain.accounts.find_user import known_by_another_name
from manage_training.domain.accounts.memberships import correct_tutor, replace_tutor, tutors_of
from manage_training.domain.accounts.models import Membership
from manage_training.domain.events.actor import Actor
from manage_training.domain.schools.models import School
from manage_training.journeys.answers import Answers
from manage_training.journeys.journey import Journey
from manage_training.journeys.opening import Opening
from manage_training.journeys.step import Step
from manage_training.web.access import SchoolRequest
from manage_training.web.school.journeys.opening import at_school

REPLACE, CORRECT = "replace", "correct"


def who(a: Answers) -> Membership:
    """The tutor whom it is about: asked only where there are several."""
    return cast("Membership", a.only or a.tutor)


class TutorForm(Form):
    tutor = RowField(
        "Which induction tutor do you want to change?",
        missing="Select an induction tutor",
        shown=lambda tutor: tutor.user,
    )

    def prepare(self, a: Answers) -> None:
        cast("RowField", self.fields["tutor"]).rows = list(tutors_of(a.school))


class WhatForm(Form):
    what = ChoiceField(
        "What do you want to change?",
        missing="Select what you want to change",
    )

    def prepare(self, a: Answers) -> None:
        field = cast("ChoiceField", self.fields["what"])
        field.options = [
            Choice(REPLACE, "Somebody else is the induction tutor now", hint=f"{who(a).user} will lose access."),
            Choice(CORRECT, f"The name or email address of {who(a).user} is not right"),
        ]


class NameForm(Form):
    full_name = FullNameField(
        "What is the full name of the induction tutor?",
        name="Full name",
        missing="Enter the induction tutor's full name",
    )

    def prepare(self, a: Answers) -> None:
        if a.what == CORRECT:
            self.fields["full_name"].initial = who(a).user.name


class EmailForm(Form):
    email = EmailField(
        "What is {full_name}'s email address?",
        name="Email address",
        hint="They will sign in with it, so use the address they have at your school.",
    )

    def prepare(self, a: Answers) -> None:
        if a.what == CORRECT:
            self.fields["email"].initial = who(a).user.email


class SamePersonForm(Form):
    same_person = YesNoField(
        "Is {email} the email address of {full_name}?",
        hint="Somebody who uses this service with this address goes by another name. We keep the name they use.",
        missing="Select yes if this is the right email address",
    )


def opens(request: SchoolRequest, urn: int) -> Opening:
    opening = at_school(request, lambda: tutors_now(request.school))
    # Who names a successor may not open the school's pages any more, so the last page is one that everybody may open.
    return replace(opening, done_url=reverse("school:tutor-changed"))


def tutors_now(school: School) -> dict[str, object]:
    tutors = list(tutors_of(school))
    seen = {tutor.pk: tutor.user.version for tutor in tutors}
    return {"only": tutors[0] if len(tutors) == 1 else None, "seen": seen}


def submit(a: Answers, by: Actor) -> None:
    if a.what == CORRECT:
        correct_tutor(who(a), a.full_name, a.email, by, version=a.seen.get(str(who(a).pk)))
    else:
        replace_tutor(who(a), a.full_name, a.email, by)


journey = Journey(
    "change-tutor",
    Step("tutor", TutorForm, applies=lambda a: a.only is None, rows=lambda a: [("Induction tutor now", a.tutor.user)]),
    Step("what", WhatForm, rows=lambda a: []),
    Step("full-name", NameForm),
    Step("email", EmailForm),
    Step(
        "same-person",
        SamePersonForm,
        applies=lambda a: a.what == REPLACE and known_by_another_name(a.full_name, a.email),
        stop=lambda a: "another-address" if a.same_person is False else None,
        about=lambda a: [a.full_name, a.email],
        rows=lambda a: [],
    ),
    area="school",
    title="Change your induction tutor",
    opens=opens,
    submit=submit,
)
