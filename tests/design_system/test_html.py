"""Accessibility checklist A02: valid HTML, whatever a page shows."""

import pytest
from django.template.loader import render_to_string

from manage_training.domain.accounts.privacy import publish_all
from manage_training.web.policy import ANYBODY, POLICY
from manage_training.web.public.content import GUIDANCE
from tests.design_system import gallery
from tests.html_validate import problems

pytestmark = pytest.mark.once
WORDS_ONLY = ["/", "/cookies/", "/accessibility/", "/privacy/", "/contact/", "/glossary/", "/nowhere/"]


@pytest.fixture
def gallery_open(settings, monkeypatch):
    settings.ROOT_URLCONF = gallery.__name__
    for name in gallery.NAMES:
        monkeypatch.setitem(POLICY, name, ANYBODY)


@pytest.mark.django_db
def test_pages_questions_and_errors_are_valid_html(client, gallery_open):
    publish_all()
    addresses = [*WORDS_ONLY, *(f"/guidance/{slug}/" for slug in GUIDANCE), "/gallery/components/", "/gallery/done/"]
    pages = {address: client.get(address).content.decode() for address in addresses}
    for name in gallery.FORMS:
        pages[f"{name}, empty"] = client.get(f"/gallery/{name}/").content.decode()
        typed = {"full_name": "<b>\x00", "email": '"><i>', "starts_on-day": "31", "starts_on-month": "Feb"}
        pages[f"{name}, wrong"] = client.post(f"/gallery/{name}/", typed).content.decode()
    said = {"reference": "7f3a<b>", "typed": [("email", '"><i>')], "again": "/schools/"}
    for status in (400, 403, 405, 413, 500, 503):
        pages[str(status)] = render_to_string(f"errors/{status}.jinja", said)
    assert problems(pages) == []


def test_the_check_sees_what_is_wrong():
    assert problems({"bad": '<p style="color: red"><p id="a"></p><i id="a"></i>'}) != []
