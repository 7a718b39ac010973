import pytest
from markupsafe import Markup

from manage_training.design_system import components, remember
from manage_training.design_system.remember import Slot, component
from tests.design_system.html import Html


def test_a_component_is_rendered_once_for_a_shape_whatever_it_says():
    remember.shape.cache_clear()
    said = [str(components.inset(f"Teacher {number}")) for number in range(100)]
    assert "Teacher 7" in said[7]
    assert remember.shape.cache_info().misses == 1


def test_what_is_remembered_holds_nothing_that_was_said():
    remember.shape.cache_clear()
    components.summary([("Induction tutor", "Hugo Furst", ("Change", "/secret-token/"))])
    pieces = remember.shape(
        "summary-list",
        '{"rows": [{"key": {"text": "\\ue0000\\ue001"}, "value": {"text": "\\ue0001\\ue001"}, "actions": {"items": '
        '[{"text": "\\ue0002\\ue001", "href": "\\ue0003\\ue001", "visuallyHiddenText": "\\ue0004\\ue001"}]}}]}',
    )
    assert remember.shape.cache_info().hits == 1  # that was the key
    assert not any("Hugo" in piece or "secret" in piece for piece in pieces)


def test_the_memory_is_bounded():
    assert remember.shape.cache_info().maxsize == remember.SHAPES


def test_x1_text_is_escaped_and_markup_is_not():
    assert Html(str(components.inset("<b>'\"&amp;</b>"))).with_class("govuk-inset-text")[0].words == "<b>'\"&amp;</b>"
    assert Html(str(components.inset(Markup("<b>New</b>"))))["b"][0].words == "New"
    address = '/?a="><script>'
    assert Html(str(components.link("A", address)))["a"][0]["href"] == address
    assert Html(str(components.button("A", address)))["a"][0]["href"] == address


def test_what_looks_like_a_mark_is_only_text():
    """The marks between which slots are filled are never looked for in what people typed."""
    assert "\ue0000\ue001" in component("inset-text", {"text": Slot("\ue0000\ue001")})


def test_what_is_neither_fixed_nor_a_slot_is_an_error():
    with pytest.raises(TypeError, match="Give it text in a Slot"):
        component("inset-text", {"text": object()})


def test_every_change_link_says_what_it_changes():
    """Accessibility checklist A09."""
    html = Html(
        str(
            components.summary(
                [
                    ("Induction tutor", "Hugo Furst", ("Change", "/tutor/")),
                    ("ECTs and mentors", 0, ("Add", "/add/", "an ECT or mentor")),
                    ("Length of induction", "2 years"),
                ]
            )
        )
    )
    assert [each.words for each in html["a"]] == ["Change induction tutor", "Add an ECT or mentor"]
    assert [each.words for each in html["dd"] if "govuk-summary-list__value" in each["class"]] == [
        "Hugo Furst",
        "0",
        "2 years",
    ]


def test_tabs_are_links_and_say_which_page_this_is():
    html = Html(str(components.tabs([("2022 to 2023", "/22/", True), ("2021 to 2022", "/21/", False)])))
    assert [(each.words, each["href"], each.get("aria-current")) for each in html["a"]] == [
        ("2022 to 2023", "/22/", "page"),
        ("2021 to 2022", "/21/", None),
    ]
    assert html["nav"][0]["aria-label"] == "Academic years"


def test_a_link_that_opens_a_tab_says_so_once():
    """Accessibility checklist A34."""
    assert Html(str(components.link("Our guidance", "/g/", new_tab=True)))["a"][0].words == (
        "Our guidance (opens in a new tab)"
    )
    said = components.link("Read our step-by-step guidance (opens in new tab)", "/g/", new_tab=True)
    assert Html(str(said))["a"][0].words == "Read our step-by-step guidance (opens in new tab)"
    assert Html(str(said))["a"][0]["rel"] == "noopener noreferrer"


def test_a_table_has_a_caption_and_names_its_rows_and_columns():
    html = Html(str(components.table("People", ["Name", "Role"], [["Leah", "ECT"], ["Ivan", "Mentor"]])))
    assert html["caption"][0].words == "People"
    assert [each["scope"] for each in html["th"]] == ["col", "col", "row", "row"]


def test_the_other_components_show_their_words():
    shown = {
        "govuk-panel": components.panel("Done", "2022 to 2023"),
        "govuk-warning-text": components.warning("Done 2022 to 2023"),
        "govuk-details": components.details("Done", "2022 to 2023"),
        "govuk-notification-banner": components.banner("Done 2022 to 2023", success=True),
        "govuk-tag": components.tag("Done 2022 to 2023", "green"),
        "govuk-back-link": components.back_link("/", "Done 2022 to 2023"),
        "govuk-button": components.button("Done 2022 to 2023", kind="warning", name="a", value="b"),
    }
    for name, markup in shown.items():
        words = Html(str(markup)).with_class(name)[0].words
        assert "Done" in words, name
        assert "2022 to 2023" in words, name
    assert Html(str(shown["govuk-button"]))["button"][0]["value"] == "b"
