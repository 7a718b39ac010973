"""Reading and accepting the privacy notice: first after signing in, and again for each new major version. Rule A9."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from manage_training.design_system.forms import Form
from manage_training.domain.accounts.privacy import accept, current_notice
from manage_training.web.access import SignedInRequest
from manage_training.web.where_to import where_to


class AcceptForm(Form):
    heading = "Privacy notice"
    button = "Accept and continue"


def show(request: SignedInRequest) -> HttpResponse:
    notice = current_notice()
    # Only the version that was on the page is accepted: one published meanwhile has not been read.
    if notice is None or request.POST.get("version") == notice.version:
        if notice is not None:
            accept(notice, request.user, by=request.actor)
        return redirect(where_to(request.GET.get("next")) or "school:choose-school")
    page = {"form": AcceptForm(), "notice": notice}
    return render(request, "public/privacy_notice.jinja", page)
