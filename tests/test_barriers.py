"""Each check of tests/barriers.py sees what it looks for: a page without a barrier gets one, and is found."""

import pytest

from tests.barriers import CHECKS, barriers

GOOD = """<!DOCTYPE html>
<html lang="en"><head><title>Error: Add a teacher - Manage training for early career teachers</title></head><body>
<a class="govuk-skip-link" href="#main-content">Skip to main content</a>
<header><nav aria-label="Menu"><a href="/">Manage training</a></nav></header>
<main id="main-content">
<div class="govuk-error-summary"><div role="alert"><h2 class="govuk-error-summary__title">There is a problem</h2>
<a href="#name">Enter a name</a>  <a href="#email">Enter an email address</a></div></div>
<h1>Add a teacher</h1><h2>About them</h2>
<form><label for="name">Name</label><p class="govuk-error-message" id="name-error">Error: Enter a name</p>
<input id="name" name="name" autocomplete="off" aria-describedby="name-error">
<label for="email">Email</label><p class="govuk-error-message" id="email-error">Error: Enter an email address</p>
<input id="email" name="email" type="email" spellcheck="false" autocomplete="off" aria-describedby="email-error">
<button>Continue</button></form>
<table><caption>People</caption><tr><th scope="col">Name</th></tr><tr><td>Leah, since 1 September 2022</td></tr></table>
<p><a href="/people/1/">Change <span>the name of Leah</span></a> <a href="/people/2/">Change the name of Sam</a></p>
</main>
<footer><a href="/contact/">Contact</a> <a href="/glossary/">Glossary</a> <a href="/cookies/">Cookies</a>
<a href="/accessibility/">Accessibility</a> <a href="/privacy/">Privacy</a></footer>
</body></html>"""

SAID = '<a href="#name">Enter a name</a>  <a href="#email">Enter an email address</a>'
BROKEN = [
    ("3", "Add a teacher - Manage", "Manage"),
    ("3", " - Manage training for early career teachers", ""),
    ("4", "<title>Error: ", "<title>"),
    ("5", "<h2>About them</h2>", "<h1>About them</h1>"),
    ("5", "<h2>About them</h2>", "<h4>About them</h4>"),
    ("6", 'label for="name"', 'label for="nme"'),
    ("6", ">Name</label>", f">{'Name ' * 30}</label>"),
    ("7", '<div class="govuk-error-summary">', '<p>Hello</p><div class="govuk-error-summary">'),
    ("7", ' role="alert"', ""),
    ("7", "There is a problem", "Oh no"),
    ("8", 'href="#name"', 'href="#nme"'),
    ("8", "Error: Enter a name", "Error: Something else"),
    ("8", ' aria-describedby="email-error"', ""),
    ("8", SAID, " ".join(reversed(SAID.split("  ")))),
    ("9", "Change the name of Sam", "Change the name of Leah"),
    ("9", "Change the name of Sam", ""),
    ("10", "<button>", '<button tabindex="1">'),
    ("17", "<button>", '<button data-aria-controls="more">'),
    ("20", 'lang="en"', ""),
    ("20", "1 September 2022", "2022-09-01"),
    ("20", "1 September 2022", "1/9/2022"),
    ("21", 'type="email" spellcheck="false"', 'type="email"'),
    ("21", 'name="name" autocomplete="off"', 'name="name"'),
    ("21", 'type="email"', 'type="number"'),
    ("25", '<a href="/privacy/">Privacy</a>', ""),
    ("29", "<caption>People</caption>", ""),
    ("29", ' scope="col"', ""),
    ("31", "govuk-skip-link", "link"),
    ("31", "<footer>", "<footer></footer><footer>"),
    ("31", "</header>", '<nav aria-label="Menu"></nav></header>'),
    ("34", '<a href="/people/1/">', '<a href="/people/1/" target="_blank">'),
]


def test_a_page_without_a_barrier_has_none():
    assert barriers({"page": GOOD}) == []


@pytest.mark.parametrize(("number", "right", "wrong"), BROKEN)
def test_a_barrier_is_found_by_the_check_for_it(number, right, wrong):
    assert right in GOOD
    found = barriers({"page": GOOD.replace(right, wrong, 1)})
    assert [each for each in found if each.startswith(f"page: {number}: ")], found


def test_an_alert_that_nothing_caused_is_found():
    summary = GOOD[GOOD.index('<div class="govuk-error-summary">') : GOOD.index("<h1>")]
    calm = GOOD.replace(summary, '<div role="alert">News</div>')
    assert any(each.startswith("page: 33: ") for each in barriers({"page": calm}))


def test_every_check_has_been_seen_to_find_something():
    assert {number for number, _, _ in BROKEN} | {"33"} == CHECKS.keys()
