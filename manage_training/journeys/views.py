"""What a request for a page of a journey gets: a question, a stop, the check, the confirmation, or the way there."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from manage_training.domain.refusal import Refusal
from manage_training.journeys import drafts
from manage_training.journeys.browser import remember_browser
from manage_training.journeys.drafts import AnsweredElsewhere, Unfinished
from manage_training.journeys.journey import Journey
from manage_training.journeys.models import Draft
from manage_training.journeys.opening import DoesNotBegin, Opening
from manage_training.journeys.path import CHECK, DONE, Place
from manage_training.journeys.visit import Visit

CHANGED = "This was answered in another window: {stored}. Check your answer, then continue to replace that one."
CHECK_AGAIN = "An answer was changed in another window. Check your answers again before you confirm."


def start(visit: Visit) -> HttpResponse:
    """The first question. Only its answer begins a draft, or being sent here from a draft of another journey."""
    if visit.draft.submitted_at:
        return visit.to_result()
    if uuid_in(visit.request, "from"):
        return visit.as_far_as_answered()
    return question(visit, visit.path.places[0])


def resume(visit: Visit) -> HttpResponse:
    return visit.to_result() if visit.draft.submitted_at else visit.as_far_as_answered()


def throw_away(visit: Visit) -> HttpResponse:
    """Asks first: what is thrown away does not come back."""
    if visit.draft.submitted_at:
        return visit.to_result()
    if not visit.posted:
        return visit.ask_to_throw_away()
    drafts.throw_away(visit.draft.pk)
    return visit.go(visit.opening.leave)


def any_page(visit: Visit, name: str) -> HttpResponse:
    """A page by its name if it is on the path; else as far as the answers go (rule J1)."""
    if visit.draft.submitted_at:
        here = name == DONE and not visit.opening.done_url
        return visit.confirmation() if here else visit.to_result()
    if name not in visit.path.pages:
        return visit.as_far_as_answered()
    if place := visit.path.place(name):
        return question(visit, place)
    if name == CHECK:
        return confirm(visit, seen=number_in(visit.request, "seen")) if visit.posted else visit.check()
    return visit.stop(name)


def question(visit: Visit, place: Place) -> HttpResponse:
    if not visit.posted:
        return visit.question(place, place.step.asked(place.answers, visit.typed(place)))
    typed = place.step.typed(visit.request.POST)
    form = place.step.asked(place.answers, typed)
    if not form.is_valid():
        return visit.question(place, form, status=422)
    try:
        visit.save(place, typed, seen=number_in(visit.request, "seen"))
    except AnsweredElsewhere:
        visit.look_again()
        form.add_error(None, CHANGED.format(stored=visit.stored(place)))
        return visit.question(place, form, status=409)
    if visit.draft.submitted_at:  # at this very moment, in another window
        return visit.to_result()
    if visit.path.ends_with(place.step):
        return confirm(visit, seen=None)
    return visit.onwards(place.step)


def confirm(visit: Visit, seen: int | None) -> HttpResponse:
    try:
        drafts.submit(visit.draft, visit.journey, visit.opening, seen=seen)
    except Unfinished:
        visit.look_again()
        return visit.as_far_as_answered()
    except AnsweredElsewhere:
        visit.look_again()
        return visit.check(CHECK_AGAIN, status=409) if CHECK in visit.path.pages else visit.as_far_as_answered()
    except Refusal as refusal:
        return refused(visit, refusal)
    return visit.to_result()


def refused(visit: Visit, refusal: Refusal) -> HttpResponse:
    """Show what the domain refuses: at the question that it is about, else on the page whose button was pressed."""
    place = visit.path.asks(refusal.field) or (None if visit.path.check else visit.path.places[-1])
    if place is None:
        return visit.check(refusal.words, status=422)
    form = place.step.asked(place.answers, visit.typed(place))
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.words)
    visit.changing = visit.path.check
    return visit.question(place, form, status=422)


def draft_of(request: HttpRequest, journey: Journey, opening: Opening, address: str, pk: UUID | None) -> Draft:
    """The draft that a request is about; on the start page a blank one, unless what is posted names one."""
    if pk:
        return drafts.find(pk, journey, opening, address)
    if source := uuid_in(request, "from"):
        theirs = drafts.read(source, opening)
        return drafts.lead_on(theirs, journey, opening, address, goes_back="back" in request.POST)
    if chosen := uuid_in(request, "draft"):  # by the page, so that its Continue pressed twice begins one draft
        return drafts.begun(chosen, journey, opening, address)
    return drafts.blank(journey, opening, address)


def number_in(request: HttpRequest, name: str) -> int:
    """A version that the page showed; -1, which none has, where it was left out or tampered with."""
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def uuid_in(request: HttpRequest, name: str) -> UUID | None:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return None


def urls_of(journey: Journey) -> list[URLPattern]:
    """A journey's four routes, for `include`: begin, go on, throw away, and any page. Names: docs/journeys.md.

    `journey.opens` is asked at each of them what the journey is about, and may answer the request itself.
    """

    def at(route: str, view: Callable[..., HttpResponse], name: str, *methods: str) -> URLPattern:
        @never_cache  # so that the browser's Back asks again, and shows what is stored
        @require_http_methods(methods)
        def answer(request: HttpRequest, draft: UUID | None = None, page: str = "", **kwargs: Any) -> HttpResponseBase:
            opening = journey.opens(request, **kwargs)
            if isinstance(opening, HttpResponseBase):
                return opening
            address = request.path if draft is None else request.path[: request.path.index(str(draft))]
            try:
                visit = Visit(request, journey, opening, draft_of(request, journey, opening, address, draft), address)
                response = view(visit, page) if page else view(visit)
            except Draft.DoesNotExist:
                raise Http404 from None
            except DoesNotBegin as instead:
                return instead.response
            remember_browser(request, response)
            return response

        return path(route, answer, name=name)

    return [
        at("", start, "start", "GET", "HEAD", "POST"),
        at("<uuid:draft>/", resume, "resume", "GET", "HEAD"),
        at("<uuid:draft>/throw-away/", throw_away, "throw-away", "GET", "HEAD", "POST"),
        at("<uuid:draft>/<slug:page>/", any_page, "page", "GET", "HEAD", "POST"),
    ]
