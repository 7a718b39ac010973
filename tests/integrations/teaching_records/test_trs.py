import time
from contextlib import contextmanager
from datetime import date, timedelta

import pytest

from manage_training.domain.teachers.records import Induction, RecordDeactivated, RecordsUnavailable
from manage_training.integrations.teaching_records.invented import InventedRecords
from manage_training.integrations.teaching_records.trs import TRS, connected_to, from_settings, read
from tests.integrations.teaching_records.contract_server import KEY, PEOPLE, ContractServer


@pytest.fixture
def server():
    with ContractServer() as server:
        yield server
    connected_to.cache_clear()  # another server may get the same port


@contextmanager
def asking(url, key=KEY):
    with connected_to.__wrapped__(url, key) as http:
        yield TRS(http, seconds=1)


@pytest.fixture
def trs(server):
    with asking(server.url) as trs:
        yield trs


@pytest.fixture(params=["real", "invented"])
def records(request):
    """The real adapter against the contract server, and the invented one: both keep one contract."""
    if request.param == "real":
        return request.getfixturevalue("trs")
    return InventedRecords(
        *map(read, PEOPLE.values()),
        merged={"3000308": "3000001"},
        deactivated=frozenset({"3000410"}),
        silent=frozenset({"3000500"}),
        national_insurance_numbers=dict.fromkeys(PEOPLE, "AB123456C"),
    )


def test_a_record_has_its_name_date_of_birth_and_qts(records):
    found = records.find("3000000")
    assert (found.name, found.date_of_birth) == ("Zoë O'Brien-Żółć", date(2000, 2, 29))
    assert found.qts_since == date(2022, 7, 1)


def test_a_number_that_nobody_has_finds_nobody(records):
    assert records.find("9999999") is None


def test_a_merged_record_is_found_under_its_new_number_and_remembers_the_old(records):
    found = records.find("3000308")
    assert (found.trn, found.merged_from) == ("3000001", "3000308")


def test_a_deactivated_record_is_not_the_same_as_none(records):
    with pytest.raises(RecordDeactivated):
        records.find("3000410")


def test_a_service_that_is_in_trouble_gives_no_answer(records):
    with pytest.raises(RecordsUnavailable):
        records.find("3000500")


@pytest.mark.parametrize(("number", "held"), [("AB123456C", True), ("ZY987654D", False)])
def test_a_national_insurance_number_is_held_by_the_record_or_not(records, number, held):
    assert records.has_national_insurance_number("3000000", number) is held


@pytest.mark.parametrize(
    ("trn", "status"),
    [
        ("3000001", Induction.NONE),
        ("3000002", Induction.REQUIRED),
        ("3000003", Induction.IN_PROGRESS),
        ("3000004", Induction.EXEMPT),
        ("3000005", Induction.PASSED),
        ("3000006", Induction.FAILED),
        ("3000007", Induction.FAILED_IN_WALES),
        ("3000012", Induction.UNKNOWN),
    ],
)
def test_each_induction_status_is_read_and_a_new_word_is_unknown(records, trn, status):
    assert records.find(trn).induction is status


@pytest.mark.parametrize(
    ("trn", "prohibited", "other"),
    [
        ("3000008", True, False),
        ("3000009", False, False),  # it has ended
        ("3000010", False, True),
        ("3000015", True, False),  # an end that cannot be read has not come
    ],
)
def test_only_open_alerts_count_and_only_a_prohibition_bars(records, trn, prohibited, other):
    found = records.find(trn)
    assert (found.prohibited, found.other_alerts) == (prohibited, other)


def test_no_qts_is_a_fact_and_not_a_fault(records):
    assert records.find("3000011").qts_since is None


def test_new_properties_are_ignored(records):
    assert records.find("3000013").induction is Induction.NONE


def test_an_empty_first_name_leaves_no_gap(records):
    assert records.find("3000014").name == "Ł’" + "a" * 98


def test_the_date_of_birth_never_leaves_this_service(trs, server):
    """Asked with a wrong date, the service answers as if nobody had the number: we compare the date ourselves."""
    trs.find("3000000")
    (_, parameters, headers) = server.asked[0]
    assert parameters == {"include": ["Induction,Alerts"]}
    assert headers["X-Api-Version"] == "20260120"


def test_the_national_insurance_number_goes_without_the_date(trs, server):
    trs.has_national_insurance_number("3000000", "AB123456C")
    assert server.asked[0][1] == {"nationalInsuranceNumber": ["AB123456C"]}


def test_questions_share_one_connection(trs, server):
    trs.find("3000000")
    trs.find("3000308")  # and where the record has moved to
    trs.has_national_insurance_number("3000000", "AB123456C")
    assert server.connections == 1


def test_all_who_ask_in_a_process_share_their_connections(settings, server):
    settings.TRS_URL, settings.TRS_API_KEY = server.url, KEY
    with from_settings(5).http as http:
        for seconds in (5, 10):
            asking = from_settings(seconds)
            assert asking.find("3000000")
            assert (asking.http, asking.seconds) == (http, seconds)
    assert server.connections == 1


@pytest.mark.parametrize("closes", ["3000420", "3000421"])
def test_a_connection_that_was_closed_meanwhile_fails_nobody(trs, server, closes):
    """One that the service closed after an answer, and one that it closes at the very moment it is asked."""
    trs.find("3000000")
    assert trs.find(closes).trn == closes
    assert trs.find("3000001").trn == "3000001"
    assert server.connections == 2


def test_trouble_that_passes_is_not_noticed(trs, server):
    assert trs.find("3000503").trn == "3000503"
    assert len(server.asked) == 3


def test_a_busy_service_says_how_long_to_wait_and_is_not_asked_again_at_once(trs, server):
    with pytest.raises(RecordsUnavailable) as refused:
        trs.find("3000429")
    assert refused.value.retry_after == timedelta(seconds=7)
    assert len(server.asked) == 1


@pytest.mark.parametrize("trn", ["3000408", "3000409"])
def test_a_slow_service_meets_the_deadline_even_when_it_drips(trs, trn):
    started = time.monotonic()
    with pytest.raises(RecordsUnavailable):
        trs.find(trn)
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("trn", ["3000200", "3000201", "3000202"])
def test_an_answer_that_is_not_as_the_contract_says_is_none(trs, trn):
    with pytest.raises(RecordsUnavailable):
        trs.find(trn)


def test_a_404_without_the_error_code_means_that_we_asked_wrongly(trs):
    with pytest.raises(RecordsUnavailable):
        trs.find("3000404")


def test_a_merged_record_is_followed_one_hop_only(trs, server):
    with pytest.raises(RecordsUnavailable):
        trs.find("3000309")
    assert len(server.asked) == 2


def test_a_wrong_key_is_no_answer(server):
    with asking(server.url, "another key") as trs, pytest.raises(RecordsUnavailable, match="status 401"):
        trs.find("3000000")


def test_a_server_that_is_not_there_is_no_answer():
    with asking("http://127.0.0.1:9") as trs, pytest.raises(RecordsUnavailable):
        trs.find("3000000")


def test_what_went_wrong_is_told_without_the_number(trs):
    with pytest.raises(RecordsUnavailable) as refused:
        trs.find("3000200")
    assert "3000200" not in repr(refused.value)
    assert refused.value.__cause__ is None
