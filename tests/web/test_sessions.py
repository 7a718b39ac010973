"""Rule A8, and abuse cases E1 to E7: the signed-in session."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from manage_training.domain.accounts.memberships import correct_tutor, end_membership
from manage_training.web.sessions import ACTIVE_AT, IDLE, LONGEST
from tests.database import disk_is_full
from tests.factories.accounts import a_tutor, actor, sign_in
from tests.factories.schools import a_school
from tests.web.signing_in import ask, newest_link, signed_in

pytestmark = pytest.mark.django_db
START = "2022-06-20T09:00:00Z"
SECOND = timedelta(seconds=1)


@pytest.fixture
def hugo():
    school = a_school("ACME Primary School")
    a_tutor(at=school)
    return a_tutor(at=school, name="Hugo Furst", email="hugo@acme.example")


def is_let_in(client: Client) -> bool:
    return client.get("/schools/").get("Location", "") != "/sign-in/?next=%2Fschools%2F"


def cookie(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def test_e1_a_session_planted_before_signing_in_stays_anonymous(client: Client, hugo):
    ask(client, "hugo@acme.example")
    planted, form_token = cookie(client), client.cookies[settings.CSRF_COOKIE_NAME].value
    client.post(newest_link())
    assert is_let_in(client)
    attacker = Client()
    attacker.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert not is_let_in(attacker)
    assert client.cookies[settings.CSRF_COOKIE_NAME].value != form_token


def test_e2_a_copied_cookie_is_worth_nothing_after_signing_out(client: Client, hugo):
    sign_in(client, hugo)
    copied = cookie(client)
    assert client.post("/sign-out/")["Location"] == "/"
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = copied
    assert not is_let_in(thief)


def test_e3_a_session_ends_after_two_idle_hours(client: Client, hugo):
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client, hugo)
        clock.shift(IDLE)
        assert is_let_in(client)
        clock.shift(IDLE + SECOND)
        assert not is_let_in(client)
        assert signed_in(client) is None


def test_e3_a_session_ends_after_twelve_active_hours(client: Client, hugo):
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client, hugo)
        for _ in range(12):
            clock.shift(LONGEST / 12)
            assert is_let_in(client)
        clock.shift(SECOND)
        assert not is_let_in(client)


def test_e3_signing_in_again_resumes_where_the_session_ended(client: Client, hugo):
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client, hugo)
        clock.shift(IDLE + SECOND)
        page = client.get("/schools/")
        client.post(page["Location"], {"email": "hugo@acme.example"})
        assert client.post(newest_link())["Location"] == "/schools/"


def test_activity_is_written_once_a_minute_at_most(client: Client, hugo, django_assert_num_queries):
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client, hugo)
        clock.shift(59)
        with django_assert_num_queries(2):  # the session; the user with memberships, school and privacy notice
            client.get("/schools/")
        clock.shift(1)
        client.get("/schools/")
        assert client.session[ACTIVE_AT] == timezone.now().timestamp()


def test_e4_the_session_ends_with_the_membership(client: Client, hugo):
    sign_in(client, hugo)
    assert is_let_in(client)
    end_membership(hugo, actor(hugo))
    assert not is_let_in(client)


def test_e4_a_session_for_several_schools_loses_the_one_that_ended(client: Client, hugo):
    other = a_tutor(hugo.user, at=a_school("Second School"))
    sign_in(client, hugo)
    end_membership(hugo, actor(hugo))
    assert client.get("/schools/", follow=False)["Location"] == f"/schools/{other.school.urn}/"


def test_sessions_end_when_somebody_else_changes_the_address_they_were_opened_with(client: Client, hugo):
    colleague = a_tutor(at=hugo.school)
    sign_in(client, hugo)
    with time_machine.travel(timezone.now() + SECOND, tick=False):
        correct_tutor(hugo, "Hugo Furst", "hugo.new@acme.example", actor(colleague))
        assert not is_let_in(client)


def test_who_corrects_their_own_address_stays_signed_in(client: Client, hugo):
    sign_in(client, hugo)
    with time_machine.travel(timezone.now() + SECOND, tick=False):
        correct_tutor(hugo, "Hugo Furst", "hugo.new@acme.example", actor(hugo))
        assert is_let_in(client)


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_e5_only_a_form_signs_out(client: Client, hugo, method: str):
    sign_in(client, hugo)
    assert getattr(client, method)("/sign-out/").status_code == 405
    assert is_let_in(client)


def test_somebody_else_signing_in_on_the_same_computer_takes_nothing_over(client: Client, hugo):
    sign_in(client, hugo)
    session = client.session
    session["left behind"] = "a secret"
    session.save()
    tess = a_tutor(at=hugo.school, email="tess@beacon.example")
    Client().post("/sign-in/", {"email": "tess@beacon.example"})
    client.post(newest_link())
    assert signed_in(client) == tess.user_id
    assert "left behind" not in client.session


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"referer": "https://evil.example/page"},
    ],
)
def test_e6_a_form_from_elsewhere_is_refused_with_a_way_back(hugo, headers: dict[str, str]):
    client = sign_in(Client(enforce_csrf_checks=True), hugo)
    page = client.post("/sign-out/", {"typed": "by somebody else"}, headers=headers)
    assert page.status_code == 403
    assert "Go back to the page" in page.text
    assert "by somebody else" not in page.text
    assert is_let_in(client)


def test_e6_another_persons_or_an_old_token_is_refused(hugo):
    stranger, client = Client(), sign_in(Client(enforce_csrf_checks=True), hugo)
    stranger.get("/sign-in/")
    client.get("/cookies/")
    token = stranger.cookies[settings.CSRF_COOKIE_NAME].value
    assert client.post("/sign-out/", {"csrfmiddlewaretoken": token}).status_code == 403


def test_e6_what_was_typed_on_our_own_page_can_be_sent_again(hugo):
    client = Client(enforce_csrf_checks=True)
    page = client.post(
        "/sign-in/",
        {"email": "hugo@acme.example", "csrfmiddlewaretoken": "old"},
        headers={"origin": "http://testserver"},
    )
    assert page.status_code == 403
    assert 'name="email" value="hugo@acme.example"' in page.text
    token = page.text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    again = client.post("/sign-in/", {"email": "hugo@acme.example", "csrfmiddlewaretoken": token})
    assert again.status_code == 303


def test_e7_no_other_site_can_frame_a_page(client: Client):
    page = client.get("/sign-in/")
    assert page["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]


def test_pages_of_somebody_signed_in_are_kept_by_no_browser(client: Client, hugo):
    sign_in(client, hugo)
    assert client.get("/schools/")["Cache-Control"] == "no-store"


def test_a_refusal_is_written_down_without_personal_data(client: Client, hugo, caplog):
    ask(client, "hugo@acme.example")
    client.post("/sign-in/code/", {"code": "123456"})
    client.get("/sign-in/nosuchtoken/")
    sign_in(client, hugo).get(f"/schools/{a_school().urn}/")
    Client(enforce_csrf_checks=True).post("/sign-in/", {"email": "hugo@acme.example"})
    assert [line.getMessage() for line in caplog.records if line.name == "manage_training.security"] == [
        "code refused (Refusal) route=public:sign-in-code user=None",
        "link refused (LinkNotKnown) route=public:sign-in-link user=None",
        f"access refused route=school:dashboard user={hugo.user_id}",
        "form refused route=public:sign-in user=None",
    ]


def test_the_forms_of_a_page_share_a_token_which_is_masked_anew_for_the_next_page(client: Client, hugo):
    sign_in(client, hugo)
    page = f"/schools/{hugo.school.urn}/add-person/"
    first, second = (re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(page).text) for _ in range(2))
    assert len(first) == len(second) > 1
    assert len({*first, *second}) == 2


def test_a_session_that_cannot_be_written_is_no_fault_of_the_sender(hugo):
    """Rule O4: a full disk, or a database that goes away at that moment."""
    client = Client(raise_request_exception=False)
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client, hugo)
        disk_is_full(at="update on django_session")
        clock.shift(timedelta(minutes=2))  # when somebody was active is written once a minute
        answer = client.get("/schools/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "120")
