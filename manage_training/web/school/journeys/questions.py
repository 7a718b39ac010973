"""The questions that more than one journey of a school asks."""

from collections.abc import Callable
from functools import cache
from typing import Any, cast

from manage_training.design_system.fields import ChoiceField, EmailField
from manage_training.design_system.forms import Form
from manage_training.design_system.select_field import RowField
from manage_training.domain.organisations.appropriate_bodies import bodies_for
from manage_training.domain.organisations.models import AppropriateBody, Kind, Materials
from manage_training.domain.training.may_register import mentors_at
from manage_training.journeys.answers import Answers
from manage_training.journeys.step import Step, Typed

NOT_APPOINTED = "not_appointed"
KINDS = {
    Kind.TEACHING_SCHOOL_HUB: "A teaching school hub",
    Kind.LOCAL_AUTHORITY: "A local authority",
    Kind.NATIONAL: "A national organisation",
}


class AddressForm(Form):
    email = EmailField(
        "What is {called}'s email address?",
        name="Email address",
        hint="The training provider writes to it. A personal one will do until they have one at your school.",
    )


class MentorForm(Form):
    mentor = RowField(
        "Who will mentor {called}?",
        missing="Select a mentor, or that you will add one later",
        name="Mentor",
        shown=lambda placement: placement.teacher,
        otherwise="I will add a mentor later",
    )

    def prepare(self, a: Answers) -> None:
        cast("RowField", self.fields["mentor"]).rows = list(mentors_at(a.school, day=a.starts_on))


class MaterialsForm(Form):
    materials = RowField(
        "Which accredited materials will you use?",
        missing="Select which accredited materials you will use",
    )

    def prepare(self, a: Answers) -> None:
        self.fields["materials"].rows = list(Materials.objects.all())  # type: ignore[attr-defined]


@cache  # one form for all who ask about the same: an answer goes along from one journey into another
def body_kind_form(whose: str) -> type[Form]:
    class BodyKindForm(Form):
        body_kind = ChoiceField(
            f"Which appropriate body will {whose} be registered with?",
            hint="An appropriate body checks that each ECT gets the induction they are entitled to. "
            "Your school arranges this with the body itself.",
            missing="Select an appropriate body, or that you have not appointed one yet",
        )

        def prepare(self, a: Answers) -> None:
            there = set(bodies_for(a.school, a.year_start).values_list("kind", flat=True))
            kinds: list[Any] = [(kind.value, words) for kind, words in KINDS.items() if kind in there]
            self.fields["body_kind"].options = [*kinds, "or", (NOT_APPOINTED, "We have not appointed one yet")]  # type: ignore[attr-defined]

    return BodyKindForm


class BodyForm(Form):
    appropriate_body = RowField("", missing="Select your appropriate body", name="Appropriate body")
    kind: Kind

    def prepare(self, a: Answers) -> None:
        bodies = bodies_for(a.school, a.year_start).filter(kind=self.kind)
        self.fields["appropriate_body"].rows = list(bodies)  # type: ignore[attr-defined]


class HubForm(BodyForm):
    kind = Kind.TEACHING_SCHOOL_HUB
    appropriate_body = RowField(
        "Which teaching school hub?",
        missing="Select a teaching school hub",
        unchosen="Select a teaching school hub",
    )


class LocalAuthorityForm(BodyForm):
    kind = Kind.LOCAL_AUTHORITY
    appropriate_body = RowField(
        "Which local authority?",
        missing="Select a local authority",
        unchosen="Select a local authority",
    )


class NationalBodyForm(BodyForm):
    kind = Kind.NATIONAL
    appropriate_body = RowField("Which national organisation?", missing="Select a national organisation")


def appropriate_body_steps(
    whose: str = "your ECTs",
    *,
    asked: Callable[[Answers], bool] = lambda a: True,
    usual: Callable[[Answers], AppropriateBody | None] = lambda a: None,
) -> list[Step]:
    """`whose` appropriate body: the kind first, then the list of that kind. The answers are `body_kind` and
    `appropriate_body`, the row; none where it is not appointed yet. The `usual` one is assumed where there is one.
    """

    def usual_kind(a: Answers) -> Typed | None:
        body = usual(a)
        return {"body_kind": [body.kind]} if body else None

    def usual_one(a: Answers) -> Typed | None:
        body = usual(a)
        return {"appropriate_body": [str(body.pk)]} if body and body.kind == a.body_kind else None

    def of(kind: Kind) -> Callable[[Answers], bool]:
        return lambda a: a.body_kind == kind

    def named(words: str) -> Callable[[Answers], list[tuple[str, object]]]:
        return lambda a: [(words, a.appropriate_body)]

    def listed(name: str, form: type[BodyForm], words: str) -> Step:
        return Step(name, form, applies=of(form.kind), assumes=usual_one, rows=named(words))

    return [
        Step("appropriate-body", body_kind_form(whose), applies=asked, assumes=usual_kind, rows=kind_in_words),
        listed("teaching-school-hub", HubForm, "Teaching school hub"),
        listed("local-authority", LocalAuthorityForm, "Local authority"),
        listed("national-body", NationalBodyForm, "National organisation"),
    ]


def mentor_step() -> Step:
    """Which mentor of the school, where it `has_mentors` on the day they start. The answer is `mentor`, a placement."""
    return Step(
        "mentor",
        MentorForm,
        applies=lambda a: bool(a.has_mentors),
        rows=lambda a: [("Mentor", a.mentor.teacher if a.mentor else "To be added later")],
    )


def kind_in_words(a: Answers) -> list[tuple[str, object]]:
    return [("Appropriate body", KINDS.get(a.body_kind, "Not appointed yet"))]
