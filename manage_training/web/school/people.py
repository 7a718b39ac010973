"""The school's people: their list, the same as a file, and a person's record."""

from collections.abc import Callable
from datetime import date
from itertools import groupby
from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from manage_training.design_system.fields import SearchField
from manage_training.design_system.forms import Form
from manage_training.design_system.select_field import SelectField
from manage_training.design_system.spreadsheet import as_csv
from manage_training.domain.academic_years.models import Programme
from manage_training.domain.clock import today
from manage_training.domain.dates import words
from manage_training.domain.programmes.models import SHORT_NAMES
from manage_training.domain.teachers.models import Identity
from manage_training.domain.training.models import Role, Status, TrainingPeriod
from manage_training.domain.training.people import Person, Wanted, download, narrow, people_of
from manage_training.domain.training.personal_record import PersonalRecord, personal_record
from manage_training.domain.training.state import Audience, State, plain_label
from manage_training.domain.training.transfers_of import transfers_of
from manage_training.web.access import SchoolRequest
from manage_training.web.school.sentences import in_sentences
from manage_training.web.school.standing import meaning, state_tag
from manage_training.web.school.unfinished import unfinished_registrations

ON_A_PAGE = 200
ALL = [("", "All")]


class FilterForm(Form):
    heading = "Find somebody"
    name = SearchField("Name or TRN", required=False)
    year = SelectField("Academic year", required=False)
    role = SelectField("Role", [*ALL, (Role.ECT.value, "ECT"), (Role.MENTOR.value, "Mentor")], required=False)
    state = SelectField("State", required=False)


def show(request: SchoolRequest, urn: int) -> HttpResponse:
    """The list of everybody, or of those that the address asks for; what it asks amiss is not asked."""
    people = people_of(request.school, today())
    form = the_filter(request, people)
    wanted = Wanted(
        form.cleaned_data["name"], form.cleaned_data["year"], form.cleaned_data["role"], form.cleaned_data["state"]
    )
    found = narrow(people, wanted)
    pages = max(1, -(-len(found) // ON_A_PAGE))
    number = page_number(request.GET.get("page", ""), pages)
    page = {
        "filters": form,
        "is_filtered": wanted != Wanted(),
        "there_are_people": bool(people),
        "found": len(found),
        "groups": in_groups(found[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]),
        "without_mentor": sum(
            each.facts.is_ect and each.facts.mentor is None and each.standing.state not in (State.LEFT, State.COMPLETED)
            for each in people
        ),
        "pages": pages,
        "number": number,
        "query": query_without_page(request),
        "state_tag": state_tag,
        "unfinished": unfinished_registrations(request.school),
        "back": reverse("school:dashboard", args=[urn]),
        "add": where("school:add-person:start", urn),
    }
    return render(request, "school/people.jinja", page)


def the_filter(request: SchoolRequest, people: list[Person]) -> FilterForm:
    """The form with what the address asks for, without what makes no sense (abuse case M5)."""
    years = sorted({each.facts.year for each in people if each.facts.year}, reverse=True)
    states = {each.standing.state for each in people}

    def form(asked: dict[str, str]) -> FilterForm:
        made = FilterForm(asked)
        select(made, "year").options = [*ALL, *((year, f"{year} to {year + 1}") for year in years)]
        select(made, "state").options = [*ALL, *((each.value, plain_label(each)) for each in State if each in states)]
        return made

    asked = {name: request.GET.get(name, "") for name in FilterForm.base_fields}
    first = form(asked)
    if first.is_valid():
        return first
    again = form({name: "" if name in first.errors else text for name, text in asked.items()})
    again.full_clean()
    return again


def select(form: Form, name: str) -> SelectField:
    return cast("SelectField", form.fields[name])


def page_number(text: str, pages: int) -> int:
    return min(max(int(text), 1), pages) if text.isascii() and text.isdecimal() and len(text) < 10 else 1


def query_without_page(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


def in_groups(people: list[Person]) -> list[dict[str, Any]]:
    """The people by year, each with its early career teachers and its mentors."""
    return [
        {
            "year": f"{year} to {year + 1}" if year else "Without a year",
            "roles": [(is_ect, list(some)) for is_ect, some in groupby(of_year, lambda each: each.facts.is_ect)],
        }
        for year, of_year in groupby(people, lambda each: each.facts.year)
    ]


COLUMNS = (
    "Name,TRN,Email address,Role,Academic year,Start date,Last day,State,Next step,Mentor,Mentors,"
    "Lead provider,Delivery partner,Materials,Appropriate body"
).split(",")


def as_file(request: SchoolRequest, urn: int) -> StreamingHttpResponse:
    """Everybody at the school, whatever the list was narrowed to."""
    people = download(request.school, today(), by=request.actor)
    answer = StreamingHttpResponse(as_csv(COLUMNS, map(cells, people)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="ects-and-mentors-{urn}-{today()}.csv"'
    return answer


def cells(person: Person) -> tuple[str, ...]:
    facts = person.facts
    return (
        facts.name,
        facts.trn,
        facts.email,
        "ECT" if facts.is_ect else "Mentor",
        f"{facts.year} to {facts.year + 1}" if facts.year else "",
        str(facts.starts_on),
        str(facts.finishes_on or ""),
        person.standing.label(Audience.SCHOOL),
        person.next_step,
        facts.mentor["name"] if facts.mentor else "",
        ", ".join(each["name"] for each in facts.mentees),
        facts.lead_provider or "",
        facts.delivery_partner or "",
        facts.materials or "",
        facts.appropriate_body or "",
    )


def show_one(request: SchoolRequest, urn: int, pk: int) -> HttpResponse:
    """A person's record: only of this school's time with them; another school's placement does not exist (O1, O6)."""
    found = personal_record(request.school, pk, today())
    if found is None:
        raise Http404
    can_change = found.person.standing.state != State.LEFT

    def change(journey: str) -> str:
        return where(f"school:{journey}:start", urn, pk)

    page = {
        "record": found,
        "person": found.person,
        "facts": found.person.facts,
        "tag": state_tag(found.person),
        "meaning": meaning(found.person, found.last_check, settings.SUPPORT_EMAIL),
        "can_change": can_change,
        "can_correct": can_change and found.person.facts.identity == Identity.TO_BE_CHECKED,
        "is_over": found.person.standing.state in (State.LEFT, State.WITHDRAWN, State.COMPLETED),
        "history": in_sentences(found.events),
        "back": reverse("school:people", args=[urn]),
        "today": today(),
        "day": date.fromisoformat,
        "details": details(found, change if can_change else lambda journey: ""),
        "training_rows": training_rows,
        "before_rows": [
            (period.year, trained_by(period), words(cast("date", period.finishes_on))) for period in found.before
        ],
        "transfers": transfers_of(pk),
        "change": change,
    }
    return render(request, "school/person.jinja", page)


def details(record: PersonalRecord, change: Callable[[str], str]) -> list[tuple[Any, ...]]:
    """Who they are, each with the link to where it is changed, as long as there is such a page."""
    facts = record.person.facts

    def row(label: str, value: object, journey: str = "", what: str = "") -> tuple[Any, ...]:
        address = change(journey) if journey else ""
        return (label, value, ("Change", address, what)) if address else (label, value)

    rows = [row("Name they go by", facts.name, "change-name", "name they go by")]
    if facts.record_name not in ("", facts.name):
        rows.append(row("Name on their teaching record", facts.record_name))
    rows += [
        row("TRN", facts.trn),
        row("Role", "Early career teacher (ECT)" if facts.is_ect else "Mentor"),
        row("Email address", facts.email, "change-person-email", "email address"),
        row("Start date", words(facts.starts_on), "change-start", "start date"),
    ]
    if facts.finishes_on:
        rows.append(row("Last day", words(facts.finishes_on)))
    rows.append(row("Academic year", f"{facts.year} to {facts.year + 1}" if facts.year else "Without training"))
    if facts.is_ect:
        body = facts.appropriate_body or "Not chosen yet"
        rows.append(row("Appropriate body", body, "change-body-of", "appropriate body"))
    return rows


def training_rows(period: TrainingPeriod) -> list[tuple[str, object]]:
    """A period of training as its summary shows it."""
    days = f"From {words(period.starts_on)}"
    if period.finishes_on:
        days += f" to {words(period.finishes_on)}"
    rows: list[tuple[str, object]] = [
        ("Days", days),
        ("Academic year", period.year),
        ("Programme", SHORT_NAMES[Programme(period.programme)]),
    ]
    if period.programme == Programme.FULL_INDUCTION:
        who = period.partnership or period
        rows += [
            ("Training provider", who.lead_provider or "Not confirmed yet"),
            ("Delivery partner", who.delivery_partner or "Not confirmed yet"),
        ]
    if period.materials:
        rows.append(("Accredited materials", period.materials))
    if period.status != Status.TRAINING:
        back = f", expected back on {words(period.expected_return_on)}" if period.expected_return_on else ""
        rows.append(("Training", f"{Status(period.status).label}{back}"))
    return rows


def trained_by(period: TrainingPeriod) -> str:
    who = period.partnership or period
    return str(who.lead_provider or SHORT_NAMES[Programme(period.programme)])


def where(route: str, *args: int) -> str:
    """The address of a page; empty where there is none."""
    try:
        return reverse(route, args=args)
    except NoReverseMatch:
        return ""
