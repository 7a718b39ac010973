from django.http import HttpResponse
from django.shortcuts import render

from manage_training.web.access import Request


def show(request: Request) -> HttpResponse:
    """The last page for somebody who may have given up their own access, so it is one that everybody may open."""
    return render(request, "school/tutor_changed.jinja")
