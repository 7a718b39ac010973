import pytest

from manage_training.domain.schools.eligibility import Eligibility, Status, eligibility_of, may_be_mailed
from tests.factories.schools import a_school

ENGLAND, WALES, NOT_KNOWN = "E07000012", "W06000015", "9999"
FUNDED, NOT_FUNDED, NOT_ELIGIBLE = Eligibility.FUNDED, Eligibility.NOT_FUNDED, Eligibility.NOT_ELIGIBLE

# Type, its name, what an open school of the type in England may do: the table of rules S3 and S4, row by row.
TYPES = [
    (1, "Community school", FUNDED),
    (2, "Voluntary aided school", FUNDED),
    (3, "Voluntary controlled school", FUNDED),
    (5, "Foundation school", FUNDED),
    (6, "City technology college", FUNDED),
    (7, "Community special school", FUNDED),
    (8, "Non-maintained special school", FUNDED),
    (10, "Other independent special school", NOT_FUNDED),
    (11, "Other independent school", NOT_FUNDED),
    (12, "Foundation special school", FUNDED),
    (14, "Pupil referral unit", FUNDED),
    (15, "Local authority nursery school", FUNDED),
    (18, "Further education", FUNDED),
    (24, "Secure units", NOT_ELIGIBLE),
    (25, "Offshore schools", NOT_ELIGIBLE),
    (26, "Service children's education", NOT_ELIGIBLE),
    (27, "Miscellaneous", NOT_ELIGIBLE),
    (28, "Academy sponsor led", FUNDED),
    (29, "Higher education institutions", NOT_ELIGIBLE),
    (30, "Welsh establishment", NOT_ELIGIBLE),
    (31, "Sixth form centres", FUNDED),
    (32, "Special post 16 institution", FUNDED),
    (33, "Academy special sponsor led", FUNDED),
    (34, "Academy converter", FUNDED),
    (35, "Free schools", FUNDED),
    (36, "Free schools special", FUNDED),
    (37, "British schools overseas", NOT_FUNDED),
    (38, "Free schools alternative provision", FUNDED),
    (39, "Free schools 16 to 19", FUNDED),
    (40, "University technical college", FUNDED),
    (41, "Studio schools", FUNDED),
    (42, "Academy alternative provision converter", FUNDED),
    (43, "Academy alternative provision sponsor led", FUNDED),
    (44, "Academy special converter", FUNDED),
    (45, "Academy 16-19 converter", FUNDED),
    (46, "Academy 16 to 19 sponsor led", FUNDED),
    (47, "Children's centre", FUNDED),
    (48, "Children's centre linked site", FUNDED),
    (49, "Online provider", NOT_ELIGIBLE),
    (56, "Institution funded by other government department", NOT_ELIGIBLE),
    (57, "Academy secure 16 to 19", FUNDED),
    (58, "A type that nobody knows yet", NOT_ELIGIBLE),
]


@pytest.mark.parametrize(("type_code", "name", "expected"), TYPES)
def test_a_type_decides_what_an_open_school_in_england_may_do(type_code, name, expected):
    """Rules S1, S3 and S4."""
    assert eligibility_of(type_code, Status.OPEN, ENGLAND, section_41=False) is expected, name


@pytest.mark.parametrize(("type_code", "name", "expected"), TYPES)
def test_approval_under_section_41_makes_every_type_funded(type_code, name, expected):
    """Rule S3."""
    assert eligibility_of(type_code, Status.OPEN, ENGLAND, section_41=True) is FUNDED, name


@pytest.mark.parametrize("type_code", [1, 11, 47])
@pytest.mark.parametrize(
    ("status", "is_open"),
    [
        (Status.OPEN, True),
        (Status.CLOSED, False),
        (Status.OPEN_BUT_PROPOSED_TO_CLOSE, True),
        (Status.PROPOSED_TO_OPEN, False),
    ],
)
def test_only_an_open_school_may_use_the_service(type_code, status, is_open):
    """Rule S2."""
    assert (eligibility_of(type_code, status, ENGLAND, section_41=True) is not NOT_ELIGIBLE) is is_open


@pytest.mark.parametrize(
    ("district", "in_england"),
    [(ENGLAND, True), ("e07000012", True), (NOT_KNOWN, True), (WALES, False), ("S12000033", False), ("", False)],
)
def test_only_a_school_in_england_may_use_the_service(district, in_england):
    """Rule S2."""
    assert (eligibility_of(1, Status.OPEN, district, section_41=False) is FUNDED) is in_england
    assert (eligibility_of(10, Status.OPEN, district, section_41=True) is FUNDED) is in_england


def test_a_childrens_centre_is_eligible_and_never_mailed():
    """Rule S5."""
    for type_code in (47, 48):
        assert eligibility_of(type_code, Status.OPEN, ENGLAND, section_41=False) is FUNDED
        assert not may_be_mailed(type_code, Status.OPEN, ENGLAND, section_41=False)


def test_a_school_that_may_use_the_service_may_be_mailed_and_others_not():
    """Rule S5."""
    assert may_be_mailed(57, Status.OPEN, ENGLAND, section_41=False)
    assert may_be_mailed(11, Status.OPEN, ENGLAND, section_41=False)
    assert not may_be_mailed(1, Status.CLOSED, ENGLAND, section_41=False)
    assert not may_be_mailed(29, Status.OPEN, ENGLAND, section_41=False)


@pytest.mark.django_db
def test_a_school_knows_what_its_own_facts_allow():
    assert a_school(type_code=57).eligibility is FUNDED
    assert a_school(type_code=47).may_be_mailed is False
    assert a_school(status=Status.OPEN_BUT_PROPOSED_TO_CLOSE).is_open
    assert not a_school(status=Status.PROPOSED_TO_OPEN).is_open
