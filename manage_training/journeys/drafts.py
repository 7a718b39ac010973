"""Where drafts are kept: begun, found again by those who may, saved answer by answer, submitted once, thrown away."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4, uuid5

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import QuerySet

from manage_training.domain.clock import now
from manage_training.domain.prepared import Prepared
from manage_training.journeys.journey import JOURNEYS, Entries, Journey
from manage_training.journeys.kept import keep
from manage_training.journeys.models import Draft
from manage_training.journeys.opening import Opening
from manage_training.journeys.path import Path, Place
from manage_training.journeys.step import Typed

IDLE = timedelta(days=90)  # how long a draft waits for its next answer (rule J10)


class AnsweredElsewhere(Exception):
    """Another window has changed the draft since this page was shown; nothing has been saved."""


class Unfinished(Exception):
    """An answer that the path needs is missing, or does not hold any more; nothing has been submitted."""


def blank(journey: Journey, opening: Opening, address: str, pk: UUID | None = None) -> Draft:
    """A draft with no answer yet. It is stored with its first, so that looking at a question leaves nothing behind."""
    pk = pk or uuid4()
    return Draft(
        id=pk,
        journey=journey.name,
        owner_kind=opening.owner.kind,
        owner_id=opening.owner.id,
        organisation=opening.organisation,
        address=address if opening.organisation else "",  # an invitation's address holds its key: not to be stored
        context={**opening.kept, "draft": str(pk)},
        started_at=now(),
        **alive(),
    )


COLUMNS = [field.attname for field in Draft._meta.concrete_fields]
STORED = Prepared(lambda pk: Draft.objects.filter(pk=pk).values(*COLUMNS), pk=UUID)


def read(pk: UUID, opening: Opening) -> Draft:
    """The draft of that id. Raises `Draft.DoesNotExist` for one that who is at the door may not open."""
    for row in STORED(pk=pk):
        draft = Draft.from_db(DEFAULT_DB_ALIAS, COLUMNS, [row[name] for name in COLUMNS])
        if is_open_to(opening, draft) and draft.expires_at > now():
            return draft
    raise Draft.DoesNotExist


def is_open_to(opening: Opening, draft: Draft) -> bool:
    """Whether it is one of the organisation's, or of no organisation and the owner's own (rules J8, J9)."""
    owners_own = (draft.owner_kind, draft.owner_id) == (opening.owner.kind, opening.owner.id)
    return draft.organisation == opening.organisation and (bool(opening.organisation) or owners_own)


def find(pk: UUID, journey: Journey, opening: Opening, address: str) -> Draft:
    """The draft of that id at that address. Raises `Draft.DoesNotExist` for one that is not theirs to open."""
    draft = read(pk, opening)
    # One of another year, say, to which the page would then belong.
    if draft.journey != journey.name or draft.address not in ("", address):
        raise Draft.DoesNotExist
    return draft


def begun(pk: UUID, journey: Journey, opening: Opening, address: str) -> Draft:
    """The draft of that id, or a blank one of that id where there is none."""
    try:
        return find(pk, journey, opening, address)
    except Draft.DoesNotExist:
        return blank(journey, opening, address, pk)


def store(draft: Draft, opening: Opening) -> Draft:
    """Store a blank draft, or find it stored already: the first page's Continue pressed twice begins one draft."""
    Draft.objects.bulk_create([draft], ignore_conflicts=True)
    stored = read(draft.pk, opening)
    if stored.journey != draft.journey:
        raise Draft.DoesNotExist
    return stored


def unfinished_drafts(organisation: str) -> QuerySet[Draft]:
    """What the people of an organisation have begun and not submitted, the last touched first; not what another one has
    taken the place of.
    """
    drafts = Draft.objects.filter(organisation=organisation, submitted_at=None, expires_at__gt=now())
    replaced = drafts.filter(came_from__isnull=False, goes_back=False).values("came_from")
    return drafts.exclude(pk__in=replaced).order_by("-touched_at")


def save(draft: Draft, journey: Journey, opening: Opening, place: Place, typed: Typed, *, seen: int) -> Path:
    """Keep the answer to one step and return the path that there is then.

    `seen` is the version of this answer that the page showed, 0 for none. Raises `AnsweredElsewhere` where another
    window has answered it differently since (rule J6). Answers to different steps never collide.
    """
    name = place.step.name
    new = {"typed": typed, "about": keep(place.step.about(place.answers))}
    while not draft.submitted_at:
        entry = draft.answers.get(name, {})
        if entry.get("saved", 0) != seen and entry.get("typed") != typed:
            raise AnsweredElsewhere
        if "values" in entry and "assumed" not in entry and entry | new == entry:
            Draft.objects.filter(pk=draft.pk).update(**alive())
            break
        entries = {**draft.answers, name: {**new, "saved": draft.version + 1}}
        if put(draft, journey.judge(draft.context, entries, opening.rows)[1]):
            break
        draft.refresh_from_db()  # somebody else has saved meanwhile: their answers stay
    return journey.path(draft.context, draft.answers, opening.rows)


def put(draft: Draft, answers: Entries) -> bool:
    """Write answers to an unfinished draft that nobody has written to since it was read; whether that was so."""
    values = {"answers": answers, "version": draft.version + 1, **alive()}
    unchanged = Draft.objects.filter(pk=draft.pk, version=draft.version, submitted_at=None)
    written = bool(unchanged.update(**values))
    for name, value in values.items():
        setattr(draft, name, value)
    return written


def alive() -> dict[str, datetime]:
    return {"touched_at": now(), "expires_at": now() + IDLE}


def submit(draft: Draft, journey: Journey, opening: Opening, *, seen: int | None) -> Draft:
    """Do what the journey is for, once (rule J5): another confirm, earlier or at this moment, has the same result.

    One transaction with the draft locked: every answer validated again, the domain's function, the result. What an
    answer needs from outside, and what was kept of it has gone, is asked for once more before. `seen` is the version
    that the check page showed, None without such a page. Raises, with nothing changed: what the domain raises,
    `Refusal` above all; `Unfinished`, when answers do not hold any more; `AnsweredElsewhere`, when they are not those
    that were shown, or what was assumed is not.
    """
    if not draft.submitted_at:
        path, entries = journey.judge(draft.context, draft.answers, opening.rows)
        if not path.complete and put(draft, entries):
            raise Unfinished
    with transaction.atomic():
        draft = Draft.objects.select_for_update().get(pk=draft.pk)
        if draft.submitted_at:
            return draft
        if seen not in (None, draft.version):
            raise AnsweredElsewhere
        path, entries = journey.judge(draft.context, draft.answers, opening.rows)
        if path.complete and assumed_in(entries) == assumed_in(draft.answers):
            draft.result = keep(journey.submit(path.answers, opening.actor))
            draft.answers = {}  # the rows hold them now; what was typed is not kept twice (rule J11)
            draft.submitted_at = now()
            draft.save(update_fields=["result", "answers", "submitted_at"])
            throw_away_those_before(draft)
        else:
            put(draft, entries)
    if not draft.submitted_at:
        raise AnsweredElsewhere if path.complete else Unfinished
    if before := waiting(draft, opening):
        look_at_anew(before, opening)
    return draft


def look_at_anew(draft: Draft, opening: Opening) -> None:
    """Let a draft see what a detour from it has changed: what can be assumed in it, for one."""
    put(draft, JOURNEYS[draft.journey].judge(draft.context, draft.answers, opening.rows)[1])


def assumed_in(entries: Entries) -> dict[str, object]:
    return {name: entry["values"] for name, entry in entries.items() if "assumed" in entry}


def throw_away_those_before(draft: Draft) -> None:
    """Delete the drafts whose place this one took: the one that it came from, and the one that that came from."""
    while draft.came_from and not draft.goes_back:
        before = Draft.objects.filter(pk=draft.came_from, submitted_at=None).first()
        if before is None:
            return
        before.delete()
        draft = before


def throw_away(pk: UUID) -> None:
    """Delete a draft that nobody has submitted. One that is submitted stays: confirming again finds its result."""
    Draft.objects.filter(pk=pk, submitted_at=None).delete()


def lead_on(source: Draft, journey: Journey, opening: Opening, address: str, *, goes_back: bool) -> Draft:
    """Begin this journey from another one, with the answers to the steps that both have (same name, same form).

    With `goes_back` it is a detour and the other draft waits; else it takes the other's place, which goes when it is
    submitted. Led here twice from one draft is once.
    """
    forms = {step.name: step.form for step in JOURNEYS[source.journey].steps}
    shared = {step.name: source.answers.get(step.name) for step in journey.steps if forms.get(step.name) is step.form}
    new = blank(journey, opening, address, uuid5(source.pk, address))
    new.came_from, new.goes_back = source.pk, goes_back
    draft = store(new, opening)
    if not draft.submitted_at:
        taken = {name: {**entry, "saved": draft.version + 1} for name, entry in shared.items() if entry}
        put(draft, journey.judge(draft.context, {**draft.answers, **taken}, opening.rows)[1])
    return draft


def waiting(draft: Draft, opening: Opening) -> Draft | None:
    """The draft to which a detour goes back, while it is unfinished."""
    if draft.came_from is None or not draft.goes_back:
        return None
    try:
        before = read(draft.came_from, opening)
    except Draft.DoesNotExist:
        return None
    return None if before.submitted_at else before


def purge() -> int:
    """Delete the drafts whose time is over, submitted or not, and return how many (rule J10)."""
    return expired().delete()[0]


def expired() -> QuerySet[Draft]:
    """The drafts that nobody has touched for 90 days."""
    return Draft.objects.filter(expires_at__lte=now())
