"""Every kind of question and component in a browser, with and without what is wrong, JavaScript and width."""

import pytest
from playwright.sync_api import expect

from manage_training.web.policy import ANYBODY, POLICY
from tests.design_system import gallery


@pytest.fixture(autouse=True)
def gallery_open(settings, monkeypatch, live_server):
    settings.ROOT_URLCONF = gallery.__name__
    for name in gallery.NAMES:
        monkeypatch.setitem(POLICY, name, ANYBODY)


@pytest.mark.parametrize("address", ["EverythingForm", "DateForm", "ContinueForm", "EmailForm", "components", "done"])
def test_nothing_bars_anybody(address, page, phone, axe, picture):
    for window, size in ((page, "computer"), (phone, "phone")):
        window.goto(f"/gallery/{address}/")
        axe(window)
        picture(window, f"gallery-{address}-{size}")


@pytest.mark.parametrize("name", ["EverythingForm", "DateForm", "ContinueForm", "EmailForm"])
def test_what_is_wrong_bars_nobody(name, page, phone, axe, picture):
    for window, size in ((page, "computer"), (phone, "phone")):
        window.goto(f"/gallery/{name}/")
        window.get_by_role("button", name="Continue").click()
        expect(window).to_have_title(
            f"Error: {window.locator('h1').inner_text()} - Manage training for early career teachers"
        )
        axe(window)
        picture(window, f"gallery-{name}-wrong-{size}")


def test_each_error_leads_to_the_input_that_has_to_change(page):
    """Accessibility checklist A07 and A08."""
    page.goto("/gallery/EverythingForm/")
    page.get_by_role("textbox", name="Day").fill("31")
    page.get_by_role("textbox", name="Month").fill("February")
    page.get_by_role("textbox", name="Year").fill("2022")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    links = page.locator(".govuk-error-summary a")
    inputs = ["full_name", "email", "search", "code", "starts_on-day", "role", "continues", "days", "notes", "upload"]
    assert links.count() == len(inputs)
    for number, input_id in enumerate(inputs):
        links.nth(number).click()
        expect(page.locator(f"[id='{input_id}']")).to_be_focused()
        described = page.locator(f"[id='{input_id}']").evaluate(
            "input => [input.closest('fieldset'), input].find(each => each?.matches('[aria-describedby]'))"
            ".getAttribute('aria-describedby')"
        )
        said = page.locator(f"[id='{described.split()[-1]}']").inner_text()
        assert said.split() == ["Error:", *links.nth(number).inner_text().split()]
    assert page.get_by_role("textbox", name="Month").input_value() == "February"


def test_errors_are_the_same_without_javascript(plain_page):
    plain_page.goto("/gallery/DateForm/")
    plain_page.get_by_role("button", name="Continue").click()
    expect(plain_page.get_by_role("link", name="Enter a start date")).to_have_attribute("href", "#starts_on-day")
    assert plain_page.title().startswith("Error: ")


def test_a_page_can_be_used_with_the_keyboard_alone(page):
    """Accessibility checklist A10 and A31: skip link first, no trap, and the focus can be seen at each stop."""
    page.goto("/gallery/ContinueForm/")
    stops = []
    for _ in range(20):
        page.keyboard.press("Tab")
        stop = page.evaluate("document.activeElement.innerText || document.activeElement.id")
        if stop in stops:
            break
        stops.append(stop)
    assert stops[0] == "Skip to main content"
    assert stops.index("Back") < stops.index("continues") < stops.index("Continue") < stops.index("Contact")


def test_text_may_be_spaced_or_twice_as_large(page):
    """Accessibility checklist A13 and A14."""
    for style in (
        "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }",
        "html { font-size: 200% !important }",
    ):
        page.goto("/gallery/EverythingForm/")
        # A style of the reader's own, which no page's policy stops.
        page.evaluate(
            "css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s] }", style
        )
        clipped = page.evaluate(
            "[...document.querySelectorAll('main *')].filter(e => e.scrollWidth > e.clientWidth + 2 && "
            "getComputedStyle(e).overflow === 'hidden' && !e.className.includes('hidden')).map(e => e.outerHTML)"
        )
        assert clipped == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_on_paper_is_only_what_the_page_says(page, picture):
    """Accessibility checklist A30."""
    page.emulate_media(media="print")
    page.goto("/gallery/components/")
    picture(page, "gallery-components-print")
    for gone in ("Tell us what you think", "Contact", "Back"):
        expect(page.get_by_role("link", name=gone)).to_be_hidden()
    expect(page.get_by_text("Hugo Furst")).to_be_visible()


@pytest.mark.parametrize("colours", ["active", "none"])
def test_what_is_chosen_and_focused_can_be_seen_in_forced_colours(colours, page, picture):
    """Accessibility checklist A26 and A27."""
    page.emulate_media(forced_colors=colours, reduced_motion="reduce")
    page.goto("/gallery/ContinueForm/")
    page.get_by_label("Yes").check()
    page.get_by_label("Yes").focus()
    picture(page, f"gallery-chosen-forced-colours-{colours}")
    expect(page.get_by_label("Yes")).to_be_focused()
    outline = page.get_by_label("Yes").evaluate(
        "input => getComputedStyle(input.nextElementSibling, '::before').outlineStyle"
    )
    assert outline == "solid"
