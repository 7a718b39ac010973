"""The school's dashboard, "Manage your training": a tab for each academic year. Guide: "Returning schools" 2 and 5."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from markupsafe import Markup

from manage_training.design_system.components import link
from manage_training.domain.clock import today
from manage_training.domain.training.dashboard import Action, Row, dashboard_of
from manage_training.web.access import SchoolRequest

# The journey that each row's action starts. An action that is not here has no page yet, and is left out.
OF_THE_SCHOOL = {"change_tutor": "change-tutor", "add_person": "add-person"}
OF_THE_YEAR = {
    "change_programme": "change-programme",
    "change_materials": "change-materials",
    "change_appropriate_body": "change-appropriate-body",
}


def show(request: SchoolRequest, urn: int, start: int | None = None) -> HttpResponse:
    """A year's tab; without a year the one to register for now, where a school that was never here is asked first."""
    shown = dashboard_of(request.school, today(), start)
    if shown is None:
        raise Http404
    if start is None and len(shown.tabs) == 1 and not shown.is_set_up:
        return redirect("school:choose-programme:start", urn, shown.start)
    page = {
        "shown": shown,
        "tabs_of_years": [
            (tab.name, reverse("school:year", args=[urn, tab.start]), tab.start == shown.start) for tab in shown.tabs
        ],
        "rows": [
            (label_of(row, urn), Markup("<br>").join(row.values), link_to(row.action, urn, shown.start))
            for row in shown.rows
        ],
    }
    return render(request, "school/dashboard.jinja", page)


def label_of(row: Row, urn: int) -> str:
    """A row's label; that of the people leads to their list."""
    of_people = row.action is not None and row.action.leads_to == "add_person"
    return link(row.label, reverse("school:people", args=[urn])) if of_people else row.label


def link_to(action: Action | None, urn: int, start: int) -> tuple[str, str, str] | None:
    if action is None:
        return None
    if journey := OF_THE_SCHOOL.get(action.leads_to):
        address = reverse(f"school:{journey}:start", args=[urn])
        return action.text, f"{address}?year={start}" if journey == "add-person" else address, action.about
    if journey := OF_THE_YEAR.get(action.leads_to):
        return action.text, reverse(f"school:{journey}:start", args=[urn, start]), action.about
    return None
