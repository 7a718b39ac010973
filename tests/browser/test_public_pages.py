"""Every page that is only words, as a browser shows it."""

import pytest
from playwright.sync_api import expect

from manage_training.domain.accounts.privacy import publish_all
from manage_training.web.public.content import GUIDANCE

PAGES = ["/", "/cookies/", "/accessibility/", "/privacy/", "/contact/", "/glossary/", "/nowhere/"]
PAGES += [f"/guidance/{slug}/" for slug in GUIDANCE]


def name_of(address):
    return address.strip("/").replace("/", "-") or "start"


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_no_barrier_on_a_computer_or_a_phone(address, page, phone, axe, picture):
    publish_all()
    for window, size in ((page, "computer"), (phone, "phone")):
        window.goto(address)
        axe(window)
        picture(window, f"{name_of(address)}-{size}")


def test_the_start_page_reads_the_same_without_javascript(page, plain_page):
    page.goto("/")
    plain_page.goto("/")
    assert page.locator("main").inner_text() == plain_page.locator("main").inner_text()
    expect(page.locator("body")).to_have_class("govuk-template__body js-enabled govuk-frontend-supported")


def test_the_typeface_that_belongs_to_gov_uk_is_not_used_elsewhere(page):
    fonts = []
    page.on("request", lambda request: fonts.append(request.url) if "/fonts/" in request.url else None)
    page.goto("/")
    assert page.locator("h1").evaluate("element => getComputedStyle(element).fontFamily").startswith("arial")
    assert fonts == []


def test_the_check_sees_what_bars_people(page, axe):
    page.goto("/")
    page.evaluate("document.querySelector('main').innerHTML = '<h1>Start</h1>'")
    axe(page)
    page.evaluate("document.querySelector('h1').style.width = '2000px'")
    with pytest.raises(AssertionError, match="scrolls sideways"):
        axe(page)
    page.evaluate("document.querySelector('main').innerHTML = '<h1>Start</h1><button></button>'")
    with pytest.raises(AssertionError, match="button-name"):
        axe(page)
