"""Behind an invitation's link: the question, what the school has answered, and why a link answers no more."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from manage_training.design_system.fields import ChoiceField
from manage_training.design_system.forms import Form, refusals_shown_on
from manage_training.domain.events.actor import Actor
from manage_training.domain.invitations.answer import answer
from manage_training.domain.invitations.find import Before, Found, find
from manage_training.domain.invitations.models import Invitation, NominationState
from manage_training.domain.invitations.own_addresses import masked
from manage_training.domain.programmes.models import Expects
from manage_training.web.access import Request
from manage_training.web.public import find_school

OVER = {Before.A_TUTOR, Before.AN_EXPIRED_LINK}  # nothing can be answered any more


class ExpectsForm(Form):
    expects = ChoiceField(
        "Do you expect any early career teachers to join your school this academic year?",
        Expects,
        hint="These are teachers who have finished their initial teacher training. It does not include teachers who "
        "started or completed their statutory induction before 1 September {start}.",
        missing="Select if you expect any early career teachers to join your school this academic year",
    )


def show(request: Request, token: str) -> HttpResponse:
    """What stands before whoever opens the link; the question, where nothing does. POST asks for a new link."""
    found = find(token)
    if found is None:
        return not_known(request)
    if request.method == "POST" and found.before is Before.AN_EXPIRED_LINK:
        return find_school.invite(request, found.invitation.school.urn)
    if found.before is Before.THE_QUESTION:
        return redirect("public:invitation-question", token)
    page = about(found, token) | {"sent_to": masked(found.invitation.sent_to)}
    status = 410 if found.before is Before.AN_EXPIRED_LINK else 200
    return render(request, f"public/invitation/{found.before.name.lower()}.jinja", page, status=status)


def question(request: Request, token: str) -> HttpResponse:
    """The question, with the earlier answer where there is one. Every answer is saved; "Yes" leads on."""
    found = find(token)
    if found is None or found.before in OVER:
        return redirect("public:invitation", token)
    words = {"start": found.invitation.year.start}
    form = ExpectsForm(request.POST or None, initial={"expects": found.expects}, words=words)
    if form.is_valid():
        with refusals_shown_on(form):
            answer(found.invitation, Expects(form.cleaned_data["expects"]), by=holder(found.invitation))
            expected = form.cleaned_data["expects"] == Expects.YES
            return redirect("public:first-registration:start" if expected else "public:invitation-saved", token)
    page = about(found, token) | {"form": form}
    return render(request, "public/invitation/question.jinja", page, status=422 if form.errors else 200)


def saved(request: Request, token: str) -> HttpResponse:
    found = find(token)
    if found is None or found.before is not Before.AN_ANSWER:
        return redirect("public:invitation", token)
    return render(request, "public/invitation/saved.jinja", about(found, token))


def nominated(request: Request, token: str) -> HttpResponse:
    """The end of a nomination by this link. It names nobody: whoever has the link would learn who the tutor is."""
    found = find(token)
    nomination = found and found.invitation.nominations.order_by("-pk").first()
    if not found or not nomination or nomination.state not in (NominationState.WAITING, NominationState.CONFIRMED):
        return redirect("public:invitation", token)
    page = about(found, token) | {"nomination": nomination, "sent_to": masked(found.invitation.sent_to)}
    return render(request, "public/invitation/nominated.jinja", page)


def not_known(request: Request) -> HttpResponse:
    return render(request, "public/invitation/not_known.jinja", status=404)


def holder(invitation: Invitation) -> Actor:
    """Whoever has the link: nobody has signed in."""
    return Actor("invitation", invitation.pk)


def about(found: Found, token: str) -> dict[str, object]:
    invitation = found.invitation
    return {"caption": invitation.school, "invitation": invitation, "expects": found.expects, "token": token}
