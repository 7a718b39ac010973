"""A tutor at her screen, for tests in a real browser."""

from playwright.sync_api import Page

from manage_training.domain.accounts.models import Membership
from tests.browser.conftest import Axe
from tests.browser.test_demo_pages import sign_in_here


class AtWork:
    """A tutor who is signed in. Every page that they see is looked at by axe, where there are scripts."""

    def __init__(self, page: Page, tutor: Membership, axe: Axe | None) -> None:
        assert tutor.school is not None
        self.page, self.axe, self.school = page, axe, tutor.school
        sign_in_here(page, tutor)

    def opens(self, address: str) -> None:
        self.page.goto(f"/schools/{self.school.urn}/{address}")
        self.look()

    def look(self) -> None:
        if self.axe:
            self.axe(self.page)

    def answers(self, **typed: str) -> None:
        """Fill in inputs by name, choose radios by their words, and press the page's button."""
        for name, value in typed.items():
            inputs = self.page.locator(f"main [name='{name.replace('__', '-')}']")
            if inputs.first.get_attribute("type") == "radio":
                self.page.get_by_label(value, exact=True).check()
            else:
                inputs.fill(value)
        self.page.locator("main form button").first.click()
        self.look()

    def follows(self, link: str) -> None:
        self.page.get_by_role("link", name=link).first.click()
        self.look()

    def presses(self, button: str) -> None:
        """A button that leads somewhere, such as "Start now"."""
        self.page.get_by_role("button", name=button).click()
        self.look()

    @property
    def words(self) -> str:
        return " ".join(self.page.locator("main").inner_text().split())
