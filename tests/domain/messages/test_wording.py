"""Rule M2: every message leaves its reader with a way on, and says only what its sender knows."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from manage_training.domain.clock import now
from manage_training.domain.messages import wording
from manage_training.domain.messages.models import Message
from manage_training.domain.messages.wording import FOOTER, WORDING, Wording
from manage_training.domain.messages.write import write

SOURCE = Path(__file__).parents[3] / "manage_training"
EVERY_KIND = pytest.mark.parametrize("kind", WORDING)


def written(kind: str, **values: object):
    """A message with something in every place that its wording leaves."""
    given = (
        {name: f"<{name}>" for name in WORDING[kind].values}
        | {"way_in": "/sign-in/?next=7", "page": "/find-your-school/7/"}
        | values
    )
    needed = {name: value for name, value in given.items() if name in WORDING[kind].values}
    seed = "a seed" if WORDING[kind].has_secret else ""
    return write(Message(pk=1, kind=kind, to="a@b.example", values=needed, seed=seed, created_at=now()))


def way_on(wording: Wording) -> bool:
    """A link, or whom to write to; the same two lines below every message are none."""
    return "{link}" in wording.body or "{support}" in wording.body


def senders() -> list[tuple[str, ast.Call]]:
    """Every call of `send` in the service, with the place where it stands."""
    return [
        (f"{path.relative_to(SOURCE)}:{node.lineno}", node)
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "send"
    ]


@EVERY_KIND
def test_every_message_has_a_way_on(kind):
    assert way_on(WORDING[kind])


def test_a_message_without_a_way_on_would_be_found():
    assert not way_on(Wording("Something happened", "It did."))


@EVERY_KIND
def test_the_link_stands_alone_on_its_line_and_is_the_only_one(kind):
    email = written(kind)
    addresses = re.findall(r"https?://\S+", email.body)
    assert addresses == ([email.link] if WORDING[kind].link else [])
    assert not email.link or email.link in email.body.splitlines()


@EVERY_KIND
def test_nothing_in_a_message_is_left_to_fill_in(kind):
    email = written(kind)
    assert not re.search(r"[{}]", email.subject + email.body)
    assert email.subject == email.subject.strip() != ""
    assert "\n\n\n\n" not in email.body


@EVERY_KIND
def test_a_message_does_not_apologise_or_speak_of_machines(kind):
    assert not re.search(r"\b(please|sorry|invalid|failed|error|click here)\b", WORDING[kind].body, re.IGNORECASE)


@pytest.mark.parametrize(("place", "call"), [pytest.param(place, call, id=place) for place, call in senders()])
def test_every_sender_gives_what_its_wording_names(place, call):
    """`send` itself refuses what does not fit; this finds it without a test that comes by."""
    kind = call.args[0]
    if not isinstance(kind, ast.Constant):
        return  # chosen at run time: then `send` decides
    assert kind.value in WORDING
    given = {keyword.arg for keyword in call.keywords}
    if None not in given:  # nothing handed on as **values
        assert given - {"to", "key", "school", "seed"} == WORDING[kind.value].values
        assert ("seed" in given) == WORDING[kind.value].has_secret


def test_every_message_is_worded_in_one_topic():
    topics = [vars(wording)[file.stem] for file in Path(wording.__file__).parent.glob("*.py") if file.stem[0] != "_"]
    kinds = [kind for topic in topics for kind in getattr(topic, "WORDING", [])]
    assert sorted(kinds) == sorted(WORDING)


@EVERY_KIND
def test_every_wording_has_a_sender(kind):
    code = "".join(path.read_text() for path in SOURCE.rglob("*.py") if path.parent.name != "wording")
    assert f'"{kind}"' in code


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        '"><img onerror=x>',
        "{{7*7}}",
        "{link}",
        "${7*7}",
        "%s",
        "'; DROP TABLE x",
        "[click](http://evil.example)",
        "# heading",
    ],
)
def test_x1_what_people_typed_is_shown_literally(typed):
    email = written("you_are_no_longer_induction_tutor", tutor_name=typed)
    assert f"Dear {typed}\n" in email.body


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Hugo\r\nBcc: all@evil.example", "Hugo Bcc: all@evil.example"),
        ("Hugo\n\nYou owe us money", "Hugo You owe us money"),
        ("Hugo\u2028Furst\x85", "Hugo Furst"),
        ("Hugo\u202efurst", "Hugofurst"),
        ("Hugo\x00\ud800Furst", "HugoFurst"),
        ("Zoe\u0308 O\u2019Brien-Żółć", "Zoë O\u2019Brien-Żółć"),
        ("😀 Hugo", "😀 Hugo"),
    ],
)
def test_i6_x4_what_people_typed_stays_on_one_line(typed, shown):
    email = written("invitation_to_nominate", school_name=typed)
    assert email.subject == f"Nominate an induction tutor for {shown}"
    assert f"\n{shown} can register" in "\n" + email.body


def test_a_list_becomes_bullet_points():
    email = written("training_submitted", next_steps=["choose a provider\nsoon", "have an appropriate body in place"])
    assert "\n- choose a provider soon\n- have an appropriate body in place\n" in email.body


def test_x6_a_link_goes_to_the_configured_host(settings):
    settings.SERVICE_URL = "https://service.example"
    assert written("how_to_get_in").link == "https://service.example/find-your-school/"


def test_the_sign_in_message_has_link_and_code_and_the_link_comes_first():
    email = written("sign_in")
    code = re.search(r"^\d{6}$", email.body, re.MULTILINE)
    assert code is not None
    assert email.body.index(email.link) < code.start()
    assert re.search(r"/sign-in/[a-z2-9]{40}/$", email.link)


def test_below_every_message_stands_whom_to_ask(settings):
    settings.SUPPORT_EMAIL = "help@service.example"
    assert written("how_to_get_in").body.endswith(
        "write to help@service.example\n\nManage training for early career teachers\n"
    )
    assert {name for _, name, _, _ in Formatter().parse(FOOTER) if name} == {"support", "service"}
