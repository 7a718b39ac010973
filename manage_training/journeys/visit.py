from functools import cache, cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from manage_training.design_system.forms import Form
from manage_training.journeys import drafts
from manage_training.journeys.answers import Answers
from manage_training.journeys.check import ThrowAwayForm, rows_of, said
from manage_training.journeys.journey import Journey
from manage_training.journeys.kept import keep, restore
from manage_training.journeys.models import Draft
from manage_training.journeys.opening import Opening
from manage_training.journeys.path import CHECK, DONE, THROW_AWAY, Path, Place
from manage_training.journeys.step import Step, Typed


class SeeOther(HttpResponseRedirect):
    status_code = 303  # whatever was posted, the next page is got


class Visit:
    """One request to a draft: who is there, how far the answers go, and the pages as they look from there."""

    def __init__(self, request: HttpRequest, journey: Journey, opening: Opening, draft: Draft, address: str) -> None:
        self.request, self.journey, self.opening, self.draft, self.address = request, journey, opening, draft, address
        self.posted = request.method == "POST"
        self.changing = "change" in request.GET  # came from the check page, and goes back there
        self.rows = opening.rows

    @cached_property
    def path(self) -> Path:
        return self.journey.path(self.draft.context, self.draft.answers, self.rows)

    # The draft

    def save(self, place: Place, typed: Typed, *, seen: int) -> None:
        if self.draft._state.adding:
            self.draft = drafts.store(self.draft, self.opening)
        self.path = drafts.save(self.draft, self.journey, self.opening, place, typed, seen=seen)

    def typed(self, place: Place) -> Typed | None:
        """What was typed last time, unless it was about something else."""
        entry = self.draft.answers.get(place.step.name, {})
        return entry.get("typed") if entry.get("about") == keep(place.step.about(place.answers)) else None

    def stored(self, place: Place) -> str:
        """The stored answer to a question, in words."""
        return ", ".join(str(value) for _, value in said(place, self.path.answers))

    def look_again(self) -> None:
        """See what another window has made of the draft."""
        self.draft.refresh_from_db()
        self.__dict__.pop("path", None)

    # Addresses

    def url(self, page: str) -> str:
        return f"{self.address}{self.draft.pk}/{page}/"

    def step_url(self, page: str) -> str:
        """The address of a page on the path, still leading back to the check where that is where one came from."""
        return self.url(page) + ("?change" if self.changing and self.path.place(page) else "")

    def back(self, page: str) -> str:
        if self.changing and CHECK in self.path.pages:
            return self.url(CHECK)
        before = self.path.before(page)
        return self.step_url(before) if before else self.opening.leave

    def go(self, url: str) -> HttpResponse:
        return SeeOther(url) if self.posted else HttpResponseRedirect(url)

    def as_far_as_answered(self) -> HttpResponse:
        return self.go(self.step_url(self.path.last))

    def onwards(self, step: Step) -> HttpResponse:
        """After an answer: to the next page; from a change, to the check or to what the change leaves unanswered. Where
        answers came along from another journey, to what that has not asked.
        """
        return (
            self.as_far_as_answered()
            if self.changing or self.draft.came_from
            else self.go(self.url(self.path.after(step.name)))
        )

    def to_result(self) -> HttpResponse:
        return self.go(self.opening.done_url or self.url(DONE))

    # Pages

    def question(self, place: Place, form: Form, status: int = 200) -> HttpResponse:
        step, seen = place.step, self.draft.answers.get(place.step.name, {}).get("saved", 0)
        page = {
            "step": step,
            "form": form,
            "a": place.answers,
            # What the address of the first question says is what the draft begins with.
            "action": self.request.get_full_path() if self.draft._state.adding else self.step_url(step.name),
            "carried": {"draft": self.draft.pk, "seen": seen},
            "back": self.back(step.name),
        }
        return self.render(step.name, page, status, otherwise="question.jinja")

    def stop(self, name: str) -> HttpResponse:
        return self.render(name, {"a": self.path.answers, "back": self.back(name)})

    def check(self, words: str = "", status: int = 200) -> HttpResponse:
        """The check page; `words` say why it was not submitted."""
        form = self.journey.check_form({} if words else None, words=self.path.answers)
        if words:
            form.add_error(None, words)
        page = {
            "form": form,
            "a": self.path.answers,
            "rows": rows_of(self.path, self.url),
            "carried": {"seen": self.draft.version},
            "back": self.back(CHECK),
        }
        return self.render(CHECK, page, status, otherwise="check.jinja")

    def ask_to_throw_away(self) -> HttpResponse:
        answered = self.path.places if CHECK in self.path.pages else self.path.places[:-1]
        page = {
            "form": ThrowAwayForm(),
            "rows": [row for place in answered for row in said(place, self.path.answers)],
            "back": self.opening.leave,
        }
        return self.render(THROW_AWAY, page, otherwise="throw_away.jinja")

    def confirmation(self) -> HttpResponse:
        page = {
            "a": Answers((), self.draft.context, self.rows),
            "result": restore(self.draft.result, self.rows),
            "waiting": drafts.waiting(self.draft, self.opening),
        }
        return self.render(DONE, page)

    def render(self, name: str, page: dict[str, Any], status: int = 200, otherwise: str = "") -> HttpResponse:
        shared = {"journey": self.journey, "draft": self.draft, "caption": self.opening.caption}
        own = f"{self.journey.templates}/{name.replace('-', '_')}.jinja"
        return render(self.request, own_or(own, otherwise), shared | page, status=status)


@cache
def own_or(own: str, otherwise: str) -> str:
    """The page that the journey has beside its file, else the one for every journey."""
    if not otherwise:
        return own
    try:
        get_template(own)
    except TemplateDoesNotExist:
        return otherwise
    return own
