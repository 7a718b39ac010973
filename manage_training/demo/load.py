"""Load the demo into an empty database, relative to today: reference data, schools, tutors, answers and teachers."""

from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F

from manage_training.demo.as_of import as_of
from manage_training.demo.schools import load_schools
from manage_training.demo.teachers import Team, load_acme, load_beacon
from manage_training.domain.academic_years.models import AcademicYear, Programme
from manage_training.domain.academic_years.years import registration_year
from manage_training.domain.accounts.memberships import make_tutor
from manage_training.domain.accounts.models import Membership
from manage_training.domain.accounts.privacy import accept, current_notice, publish_all
from manage_training.domain.clock import now, today
from manage_training.domain.dates import words
from manage_training.domain.events.actor import Actor
from manage_training.domain.events.models import Event
from manage_training.domain.events.record import record
from manage_training.domain.messages.models import Message, State
from manage_training.domain.organisations.models import AppropriateBody, DeliveryPartner, LeadProvider
from manage_training.domain.organisations.reference import load_reference
from manage_training.domain.partnerships.models import Origin, Partnership
from manage_training.domain.programmes.choose import choose
from manage_training.domain.schools.models import School

REFERENCE = Path(__file__).parent / "reference"
THE_DEMO = Actor("command")
AMBITION = ("Ambition Institute", "Kings College London")
TEACH_FIRST = ("Teach First", "Inspire Teaching School Hub")
ORDINARY_SCHOOL = 100_001  # an invented one that is open and funded, where a teacher of Beacon Academy began


def load_demo() -> str:
    """Load the demo where the database is empty, else leave all as it is; return what there is to say about it."""
    loaded = Event.objects.filter(kind="demo_loaded").first()
    if loaded:
        return what_changed_since(loaded)
    if AcademicYear.objects.exists() or School.objects.exists():
        return "The demo was not loaded: the database holds other data. An empty DATA_DIR gets a demo."
    load_everything()
    return f"Loaded the demo for {words(today())}."


def what_changed_since(loaded: Event) -> str:
    """What somebody who starts an old demo with another TODAY has to know. An unmoved clock may run on quietly."""
    then, moved = date.fromisoformat(loaded.details["today"]), loaded.details["moved"]
    if today() == then or not (moved or settings.CLOCK_OFFSET):
        return ""
    return (
        f"The demo in {settings.DATA_DIR} was loaded for {words(then)} and keeps its data; today is {words(today())}. "
        "Start with another DATA_DIR for a demo of today."
    )


@transaction.atomic
def load_everything() -> None:
    load_reference(REFERENCE)
    load_schools(THE_DEMO)
    year = registration_year(today())
    earlier = AcademicYear.objects.filter(start=year.start - 1).first() or year
    hub = AppropriateBody.objects.get(name="Three Rivers Teaching School Hub")

    with as_of(earlier.registration_opens_on):
        publish_all()
        hugo = a_tutor_of("ACME Primary School", "Hugo Furst", "hugo.furst@acme.example")
        tess = a_tutor_of("Beacon Academy", "Tess Taylor", "tess.tutor@beacon.example")
        acme, beacon = (Team(school_of(each), domain_of(each), hub) for each in (hugo, tess))
        elsewhere = Team(School.objects.get(urn=ORDINARY_SCHOOL), "elsewhere.example", hub)
        for tutor in (hugo, tess):
            accept(current_notice() or publish_all()[-1], tutor.user, by=Actor("user", tutor.user_id))
        set_up(acme, earlier, AMBITION, by=hugo)
        set_up(beacon, earlier, TEACH_FIRST, by=tess)
        partner_with(elsewhere, earlier, AMBITION)
    with as_of(year.registration_opens_on):
        if year != earlier:
            set_up(beacon, year, TEACH_FIRST, by=tess, origin=Origin.CONTINUED)
        a_tutor_of("Riverside College", "Rose River", "rose.river@riverside.example")
        for kind in ("Infant", "Junior", "Secondary"):
            a_tutor_of(f"Riverbank {kind} School", "Mo Adeyemi", "mo.trust@riverbank.example")
    load_acme(acme, earlier)
    load_beacon(beacon, elsewhere, earlier, year)

    # What was to be said then was said then; a message that old would not be sent any more.
    Message.objects.filter(state=State.QUEUED).update(state=State.SENT, sent_at=F("created_at"), seed="")
    record("demo_loaded", about=year, by=THE_DEMO, today=today().isoformat(), moved=settings.CLOCK_OFFSET.days)


def a_tutor_of(school_name: str, name: str, email: str) -> Membership:
    return make_tutor(School.objects.get(name=school_name), name, email, by=THE_DEMO)


def school_of(tutor: Membership) -> School:
    assert tutor.school  # noqa: S101 - a tutor's membership has one
    return tutor.school


def domain_of(tutor: Membership) -> str:
    return tutor.user.email.partition("@")[2]


def set_up(
    team: Team, year: AcademicYear, pair: tuple[str, str], *, by: Membership, origin: Origin = Origin.REPORTED
) -> None:
    """The tutor has chosen a funded training provider and the appropriate body, and the pair is confirmed."""
    tutor = Actor("user", by.user_id, by.acting_as)
    choose(team.school, year, programme=Programme.FULL_INDUCTION, appropriate_body=team.body, by=tutor)
    partner_with(team, year, pair, origin)


def partner_with(team: Team, year: AcademicYear, pair: tuple[str, str], origin: Origin = Origin.REPORTED) -> None:
    team.partnerships[year.start] = Partnership.objects.create(
        school=team.school,
        year=year,
        lead_provider=LeadProvider.objects.get(name=pair[0]),
        delivery_partner=DeliveryPartner.objects.get(name=pair[1]),
        origin=origin,
        since=now(),
        challenge_by=date(year.start, 10, 31) if origin == Origin.REPORTED else None,
    )
