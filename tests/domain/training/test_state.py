"""How somebody's training stands. Rules T40, T41 and T42."""

import re
from datetime import date
from itertools import combinations

import pytest
from django.conf import settings

from manage_training.domain.academic_years.models import Programme
from manage_training.domain.teachers.models import Identity
from manage_training.domain.teachers.records import Induction
from manage_training.domain.training.models import Role, Status
from manage_training.domain.training.state import LABELS, TABLE, Audience, Facts, State, state_of
from manage_training.domain.training.whats_next import next_step, whats_next

TODAY = date(2022, 10, 3)
IN_ORDER = {
    "qts_since": "2021-07-01",
    "induction": "InProgress",
    "induction_started_on": "2022-09-01",
    "prohibited": False,
    "other_alerts": False,
}
IVAN = {"pk": 2, "name": "Ivan Petrov", "since": "2022-09-01"}
IN_TRAINING = Facts(
    pk=1,
    teacher=1,
    name="Leah Morris",
    record_name="Leah Morris",
    trn="9200001",
    email="leah@acme.example",
    role=Role.ECT,
    starts_on=date(2022, 9, 1),
    finishes_on=None,
    identity=Identity.CONFIRMED,
    without_training=None,
    year=2022,
    programme=Programme.FULL_INDUCTION,
    status=Status.TRAINING,
    expected_return_on=None,
    lead_provider="Ambition Institute",
    delivery_partner="Kings College London",
    materials=None,
    appropriate_body="Ashcombe Teaching School Hub",
    mentor=IVAN,
    mentees=[],
    record=IN_ORDER,
    was_let_in=True,
)


def recorded(**said):
    return {"record": IN_ORDER | said}


# What makes each state, on top of somebody in training. The order is that of the table.
MADE_BY = {
    State.TO_BE_CHECKED: {"identity": Identity.TO_BE_CHECKED},
    State.NOT_ELIGIBLE: {"identity": Identity.REFUSED},
    State.LEFT: {"finishes_on": date(2022, 10, 2)},
    State.LEAVING: {"finishes_on": TODAY},
    State.JOINING: {"starts_on": date(2022, 10, 4)},
    State.PAUSED: {"status": Status.PAUSED},
    State.WITHDRAWN: {"status": Status.WITHDRAWN},
    State.COMPLETED: recorded(induction=Induction.PASSED),
    State.WAITING_FOR_QTS: recorded(qts_since=None),
    State.WAITING_FOR_INDUCTION: recorded(induction=Induction.NONE),
    State.NO_MENTOR: {"mentor": None},
    State.NO_PROVIDER: {"lead_provider": None},
    State.IN_TRAINING: {},
}


def standing(**facts):
    return state_of(IN_TRAINING._replace(**facts), TODAY)


@pytest.mark.parametrize("state", State)
def test_each_state_is_reached(state):
    assert standing(**MADE_BY[state]).state == state


def every_pair():
    """Two states whose facts can hold together, in the order of the table."""
    return [(one, other) for one, other in combinations(MADE_BY, 2) if not MADE_BY[one].keys() & MADE_BY[other].keys()]


@pytest.mark.parametrize(("first", "second"), every_pair())
def test_of_two_that_fit_the_first_counts(first, second):
    assert standing(**MADE_BY[second], **MADE_BY[first]).state == first


def test_of_qts_and_induction_qts_is_waited_for_first():
    assert standing(**recorded(qts_since=None, induction=Induction.NONE)).state == State.WAITING_FOR_QTS


def test_the_table_is_in_the_order_of_the_states():
    assert [row.state for row in TABLE] == list(State) == list(MADE_BY)


@pytest.mark.parametrize(
    ("facts", "label"),
    [
        (recorded(induction=Induction.EXEMPT), "Not eligible: exempt from induction"),
        (recorded(induction=Induction.FAILED), "Not eligible: induction failed"),
        (recorded(induction=Induction.FAILED_IN_WALES), "Not eligible: induction failed"),
        (recorded(induction=Induction.PASSED) | {"was_let_in": False}, "Not eligible: induction completed already"),
        (recorded(prohibited=True), "Not eligible"),
        ({"identity": Identity.REFUSED}, "Not eligible: we could not confirm who they are"),
        (recorded(other_alerts=True), "Details to be checked"),
        (recorded(induction=Induction.UNKNOWN), "Details to be checked"),
        (recorded(prohibited=True) | {"identity": Identity.TO_BE_CHECKED}, "Not eligible"),
        ({"finishes_on": date(2022, 12, 16)}, "Leaving on 16 December 2022"),
        ({"starts_on": date(2023, 1, 9)}, "Joining on 9 January 2023"),
        ({"status": Status.PAUSED, "expected_return_on": date(2023, 4, 17)}, "Paused until 17 April 2023"),
        ({"status": Status.PAUSED}, "Paused"),
        ({"role": Role.MENTOR, "mentor": None} | recorded(induction=Induction.NONE, qts_since=None), "In training"),
        ({"role": Role.MENTOR, "programme": None, "without_training": 2022}, "Completed"),
        ({"role": Role.MENTOR} | recorded(prohibited=True), "Not eligible"),
        ({"lead_provider": None, "programme": Programme.SCHOOL_FUNDED}, "In training"),
        ({"record": None}, "In training"),
    ],
)
def test_a_school_reads_it_with_its_day_and_reason(facts, label):
    assert standing(**facts).label(Audience.SCHOOL) == label


def test_only_the_school_and_dfe_learn_why_somebody_may_not_train():
    exempt = standing(**recorded(induction=Induction.EXEMPT))
    knowing = {audience for audience in Audience if "exempt" in exempt.label(audience)}
    assert knowing == {Audience.SCHOOL, Audience.DFE}


@pytest.mark.parametrize("state", State)
def test_every_audience_has_words_for_every_state(state):
    said = standing(**MADE_BY[state])
    assert len(LABELS[state]) == len(Audience)
    for audience in Audience:
        assert not re.search(r"^$|DATE|REASON|until$", said.label(audience))


def test_the_table_in_the_rules_is_the_one_that_is_kept():
    written = re.findall(r"^\| `(\w+)` \|.*\| (.+?) \|$", (settings.ROOT / "docs/rules/people.md").read_text(), re.M)
    assert written == [(state.value, labels[0]) for state, labels in LABELS.items()]


def test_the_checklist_of_an_ect_has_six_lines_each_with_an_owner():
    lines = whats_next(IN_TRAINING, registered_on=TODAY)
    assert [line.words for line in lines] == [
        "Registered with this service",
        "Mentor assigned",
        "Appropriate body chosen",
        "Induction registered by the appropriate body",
        "Training provider confirmed",
        "QTS seen on the teaching record",
    ]
    assert all(line.owner and line.done for line in lines)
    assert lines[3].owner == "Ashcombe Teaching School Hub"
    assert lines[5].on == date(2021, 7, 1)


def test_a_mentor_has_what_concerns_mentors():
    mentor = IN_TRAINING._replace(role=Role.MENTOR, mentor=None)
    both = ["Registered with this service", "Training provider confirmed"]
    assert [line.words for line in whats_next(mentor)] == both
    assert len(whats_next(mentor._replace(programme=None, lead_provider=None, without_training=2022))) == 1


def test_an_own_programme_waits_for_no_provider():
    own = IN_TRAINING._replace(programme=Programme.DESIGN_OUR_OWN, lead_provider=None)
    assert "Training provider confirmed" not in [line.words for line in whats_next(own)]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, ""),
        ({"mentor": None, "appropriate_body": None}, "Assign a mentor"),
        ({"appropriate_body": None}, "Choose an appropriate body"),
        (recorded(induction=Induction.NONE), "Register the induction with the appropriate body"),
        ({"lead_provider": None}, "Choose a training provider, which will confirm it with us"),
        (recorded(qts_since=None), "Wait for QTS on the teaching record"),
        (recorded(qts_since=None, induction=Induction.NONE), "Wait for QTS on the teaching record"),
        ({"identity": Identity.TO_BE_CHECKED, "mentor": None}, "We check their details"),
        ({"finishes_on": date(2022, 10, 2), "mentor": None}, ""),
    ],
)
def test_the_list_says_the_first_thing_to_do(facts, said):
    somebody = IN_TRAINING._replace(**facts)
    assert next_step(somebody, state_of(somebody, TODAY)) == said
