from django.http import HttpResponse
from django.shortcuts import redirect, render

from manage_training.domain.accounts.models import Role
from manage_training.web.access import SignedInRequest


def show(request: SignedInRequest) -> HttpResponse:
    """The schools somebody is a tutor of; straight on to the dashboard where it is only one. Rule A10."""
    schools = [
        each.school for each in request.memberships if each.role == Role.INDUCTION_TUTOR and each.school is not None
    ]
    if len(schools) == 1:
        return redirect("school:dashboard", schools[0].urn)
    return render(request, "school/choose_school.jinja", {"schools": schools})
