"""The guide's "First time registration", steps 3 and 4: who will be the school's induction tutor."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from manage_training.design_system.fields import EmailField, FullNameField, YesNoField
from manage_training.design_system.forms import Form
from manage_training.domain.accounts.find_user import known_by_another_name
from manage_training.domain.invitations.find import Before, find
from manage_training.domain.invitations.nominate import nominate
from manage_training.domain.programmes.models import Expects
from manage_training.journeys.journey import Journey
from manage_training.journeys.opening import Opening, Owner
from manage_training.journeys.step import Step
from manage_training.web.access import Request
from manage_training.web.public.invitation import holder, not_known


class InductionTutorForm(Form):
    heading = "Nominate an induction tutor"


class FullNameForm(Form):
    heading = "Who will be your induction tutor?"
    full_name = FullNameField("Full name", missing="Enter the full name of the induction tutor")


class EmailForm(Form):
    heading = "What is {full_name}'s email address?"
    email = EmailField(
        "Email address",
        hint="Use their address at your school. They will sign in with it.",
        missing="Enter the email address of the induction tutor",
    )


class SamePersonForm(Form):
    same_person = YesNoField(
        "Is {email} the email address of {full_name}?",
        missing="Select yes if this is the email address of the person you want to nominate",
    )


def opens(request: Request, token: str) -> Opening | HttpResponse:
    """The draft is the invitation's: only its link opens it. Who has not answered yes has nobody to nominate yet."""
    found = find(token)
    if found is None:
        return not_known(request)
    invitation = found.invitation
    done = found.before is Before.A_TUTOR and invitation.nominations.filter(state="confirmed").exists()
    if not done and found.before in (Before.A_TUTOR, Before.AN_EXPIRED_LINK):
        return redirect("public:invitation", token)
    if not done and found.expects != Expects.YES:
        return redirect("public:invitation-question", token)
    return Opening(
        owner=Owner("invitation", str(invitation.pk)),
        actor=holder(invitation),
        context={"invitation": invitation, "school": invitation.school},
        caption=invitation.school.name,
        leave=reverse("public:invitation-question", args=[token]),
        done_url=reverse("public:invitation-nominated", args=[token]),
    )


journey = Journey(
    "first-registration",
    Step("induction-tutor", InductionTutorForm),
    Step("full-name", FullNameForm),
    Step("email", EmailForm),
    Step(
        "same-person",
        SamePersonForm,
        applies=lambda a: known_by_another_name(a.full_name, a.email),
        stop=lambda a: "another-address" if a.same_person is False else None,
        about=lambda a: [a.full_name, a.email],
    ),
    area="public",
    title="Nominate an induction tutor",
    opens=opens,
    submit=lambda a, by: nominate(a.invitation, name=a.full_name, email=a.email, same_person=a.same_person, by=by),
)
