"""When the name somebody goes by needs a reason. Rule R7."""

import pytest

from manage_training.domain.teachers.names import wholly_different


@pytest.mark.parametrize(
    ("record", "called", "different"),
    [
        ("Jonathan Baker", "John Baker", False),
        ("Zoë O'Brien-Żółć", "zoe OBrien Zolc", False),
        ("Priya Sharma", "Priya Patel", False),
        ("Jonathan Baker", "Zoë Żółć", True),
        ("Jonathan Baker", "J B", True),
    ],
)
def test_a_name_is_wholly_different_when_no_word_is_the_same(record, called, different):
    assert wholly_different(record, called) is different
