"""Pages of words: what the guide's picture says, and that all of it leads somewhere."""

import re
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.conf import settings
from django.test import override_settings
from django.urls import Resolver404, resolve

from manage_training.domain.accounts.privacy import publish_all
from manage_training.domain.clock import now
from manage_training.web.public.content import GUIDANCE
from tests.design_system.html import Html
from tests.factories.accounts import a_privacy_notice

pytestmark = pytest.mark.django_db
PAGES = ["/", "/cookies/", "/accessibility/", "/privacy/", "/contact/", "/glossary/"]
PAGES += [f"/guidance/{slug}/" for slug in GUIDANCE]

# Source: guide, the picture of the start page, from top to bottom.
PICTURE = [
    ("h1", "Manage training for early career teachers"),
    ("p", "Use this service to set up a 2-year ECF-based training programme for your early career teachers (ECTs)."),
    ("p", "Read our step-by-step guidance (opens in new tab) to find out what you need to do."),
    ("p", "Sign in to this service to tell us:"),
    ("li", "how you want to run your training"),
    ("li", "which accredited materials or training provider you'll use"),
    ("li", "which ECTs and mentors will take part"),
    ("p", "Your school must complete these steps before your ECTs can start their statutory induction programme."),
    ("h2", "Tell us about changes at your school"),
    ("p", "You can also use this service to tell us:"),
    ("li", "whether or not you expect to have ECTs join your school"),
    ("li", "that you want to use a DfE accredited programme, instead of designing and delivering your own."),
    ("a", "Start now"),
]


def page(client, address):
    publish_all()
    return Html(client.get(address).content.decode())


def test_the_start_page_says_all_that_the_guides_picture_says_in_its_order(client):
    said = [(each.tag, each.words) for each in page(client, "/").all]
    assert [each for each in said if each in PICTURE] == PICTURE


def test_the_start_page_has_a_way_in_for_everybody(client):
    links = {each.words: each["href"] for each in page(client, "/")["a"]}
    assert links["Start now"] == "/sign-in/"
    assert links["Sign in"] == "/sign-in/"
    assert links["Register your school for the first time"] == "/find-your-school/"
    assert links["Read our step-by-step guidance (opens in new tab)"] == "/guidance/step-by-step/"


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_one_h1_that_its_title_repeats_and_skips_no_level(client, address):
    html = page(client, address)
    (heading,) = html["h1"]
    assert html["title"][0].words.startswith(heading.words)
    levels = [int(each.tag[1]) for each in html.all if re.fullmatch("h[1-6]", each.tag)]
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_no_two_pages_have_the_same_title(client):
    titles = [page(client, address)["title"][0].words for address in PAGES]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("address", PAGES)
def test_every_link_leads_to_a_page_of_ours_or_says_where_it_goes(client, address):
    for each in page(client, address)["a"]:
        path = each["href"].partition("#")[0]
        if path.startswith("/"):
            try:
                resolve(path)
            except Resolver404:
                pytest.fail(f"{each.words} leads to {path}, where nothing is")
        else:
            assert not path or path.startswith(("https://", "mailto:")), path


@pytest.mark.parametrize("address", PAGES)
def test_a_page_needs_no_query(client, django_assert_max_num_queries, address):
    publish_all()
    with django_assert_max_num_queries(1 if address == "/privacy/" else 0):
        client.get(address)


def test_the_same_help_is_in_the_same_place_everywhere(client):
    """Accessibility checklist A25."""
    for address in [*PAGES, "/sign-in/", "/nowhere/"]:
        html = page(client, address)
        assert len(html.with_class("app-footer")) == 1
        inside = [each.words for each in html["a"] if "govuk-footer__link" in each["class"]]
        assert inside == ["Contact", "Glossary", "Cookies", "Accessibility", "Privacy"]


def test_the_guidance_on_appropriate_bodies_says_what_registering_here_is_not(client):
    (said,) = page(client, "/guidance/appropriate-bodies/").with_class("govuk-warning-text__text")
    assert "Registering here is for ECF training only." in said.words
    assert "Each ECT must be registered with an appropriate body too." in said.words


def test_the_cookies_page_names_the_cookies_that_there_are(client):
    with override_settings(SESSION_COOKIE_NAME="__Host-session"):
        assert "__Host-session" in page(client, "/cookies/")["main"][0].words


def test_the_privacy_page_shows_the_newest_version_to_anybody(client):
    publish_all()
    a_privacy_notice(2, 1, text="# New\n\nWhat is new.")
    html = page(client, "/privacy/")
    assert "Version 2.1" in html["main"][0].words
    assert [each.words for each in html["h2"]][:1] == ["New"]


def test_the_first_privacy_notice_has_what_the_law_asks_for(client):
    said = page(client, "/privacy/")["main"][0].words
    for words in ("controller", "article 6(1)(e)", "How long we keep it", "Information Commissioner", "a copy of"):
        assert words in said


def test_the_accessibility_statement_has_the_parts_of_the_model_in_their_order(client):
    headings = [each.words for each in page(client, "/accessibility/").all if each.tag in {"h2", "h3"}]
    parts = [
        "How accessible this service is",
        "Feedback and contact information",
        "Enforcement procedure",
        "Technical information about this service's accessibility",
        "Compliance status",
        "Non-accessible content",
        "Preparation of this accessibility statement",
    ]
    assert [each for each in headings if each in parts] == parts


def test_words_for_schools_stay_short(client):
    """Accessibility checklist A37: no sentence of more than 30 words."""
    for address in PAGES:
        said = [each.words for each in page(client, address).all if each.tag in {"p", "li", "dd"}]
        for sentence in (part for words in said for part in re.split(r"(?<=[.:!?]) ", words)):
            assert len(sentence.split()) <= 30, sentence


def test_who_finds_a_weakness_is_told_where_to_report_it(client):
    text = client.get("/.well-known/security.txt").content.decode()
    (expires,) = re.findall("^Expires: (.*)$", text, re.MULTILINE)
    assert f"Contact: mailto:{settings.SUPPORT_EMAIL}" in text
    # Made anew for each reader, so it is neither over nor, as RFC 9116 asks, more than a year away.
    assert now() + timedelta(days=30) < datetime.fromisoformat(expires) < now() + timedelta(days=365)
    assert f"Canonical: {settings.SERVICE_URL}/.well-known/security.txt" in text
