"""What no template may do, looked for in all of them."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from jinja2 import UndefinedError
from jinja2.loaders import PackageLoader

from manage_training.design_system.environment import OWNERS, OwnersTemplates

TEMPLATES = sorted(Path(settings.ROOT, "manage_training").rglob("*.jinja"))


def render(source, **context):
    return engines["jinja2"].from_string(source).render(context)


@pytest.mark.parametrize(
    "source",
    [
        "{{ schol }}",
        "{{ school.nmae }}",
        "{{ school.nmae.first }}",
        "{% if schol %}{% endif %}",
        "{% for each in schol %}{% endfor %}",
        "{{ schol == 1 }}",
        "{{ schol | length }}",
        "{{ schol ~ 'x' }}",
        "{{ inset(schol) }}",
        "{{ inset('A ' ~ schol) }}",
        "{{ summary([('School', schol)]) }}",
        "{{ sumary([]) }}",
        '{% extends "layout.jinja" %}{% block body %}{% endblock %}',  # a page without a title
    ],
)
def test_a_misspelt_name_in_a_page_is_an_error(source):
    with pytest.raises(UndefinedError):
        render(source, school={"name": "ACME Primary School"})


def test_a_name_that_may_be_absent_can_be_asked_for():
    assert render("{% if schol is defined %}yes{% endif %}{{ schol | default('none') }}") == "none"


def test_the_owners_page_template_changed_in_one_place_only():
    environment = engines["jinja2"].env
    theirs, _, _ = PackageLoader(OWNERS).get_source(environment, "template.html")
    ours, _, _ = OwnersTemplates(OWNERS).get_source(environment, f"{OWNERS}/template.html")
    assert (theirs.count("<script"), ours.count("<script")) == (1, 1)
    assert "document.body" not in ours
    assert "design_system/js-enabled.js" in ours


def test_a_change_of_the_owners_page_template_is_noticed(monkeypatch):
    monkeypatch.setattr("manage_training.design_system.environment.INLINE", "<script>as it was</script>")
    with pytest.raises(RuntimeError, match="page template has changed"):
        OwnersTemplates(OWNERS).get_source(engines["jinja2"].env, f"{OWNERS}/template.html")


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_a_template_compiles_and_has_no_inline_script_or_style(file):
    source = file.read_text(encoding="utf-8")
    engines["jinja2"].env.parse(source)
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", source), file
    assert "| safe" not in source, file
    assert "|safe" not in source, file


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_a_template_speaks_as_the_house_does(file):
    """No page blames, begs or apologises, and none announces what is not there yet."""
    words = re.sub(r"\{#.*?#\}", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.search(r"\b(invalid|failed|please|sorry|coming soon|oops)\b", words, re.IGNORECASE), file


def test_every_day_is_written_the_same_way():
    from datetime import date

    assert render("{{ day | words }}", day=date(2022, 9, 1)) == "1 September 2022"
    assert render("{{ 2022 | years }}") == "2022 to 2023"
