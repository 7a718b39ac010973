"""Rule A17: what stands in messages that went out long ago is made the same way for good, however quickly."""

from collections import namedtuple

import pytest
from django.core import signing
from django.utils.crypto import salted_hmac

from manage_training.domain.accounts.way_in import SALT, way_in
from manage_training.domain.secrets import code_of, keyed_hash, keyed_hashes, new_seed, token_of

KEYS = ["the key of today", "the one before"]
Person = namedtuple("Person", "pk email")
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


@pytest.fixture(autouse=True)
def keys(settings):
    settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS = KEYS


def number_of(salt: str, seed: str) -> int:
    """As Django has it, whose way is documented and stays."""
    return int.from_bytes(salted_hmac(salt, seed, secret=KEYS[0], algorithm="sha256").digest(), "big")


def test_a_token_is_the_number_that_a_seed_stands_for_in_letters_the_last_first():
    for seed in (new_seed() for _ in range(50)):
        number = number_of("token invitation", seed)
        assert token_of(seed, "invitation") == "".join(LETTERS[number // 32**place % 32] for place in range(40))


def test_a_code_is_the_end_of_that_number():
    for seed in (new_seed() for _ in range(50)):
        assert code_of(seed, "sign in") == f"{number_of('code sign in', seed) % 1_000_000:06}"


def test_these_ones_went_out_once_and_work_for_good():
    seed = "a seed of long ago"
    assert token_of(seed, "invitation") == "zjf3pufn2y8763guuk3r2z3b7qpwgfpkk2fptgbh"
    assert code_of(seed, "sign in") == "269802"
    assert keyed_hash("rose@acme.example") == "61414493627068f64f3a1dc8a9bbb4fea8f9eed8a0af6971d0ae07701e5dabbe"


def test_todays_hash_is_the_first_of_all():
    assert keyed_hashes("rose@acme.example")[0] == keyed_hash("rose@acme.example")
    assert len(set(keyed_hashes("rose@acme.example"))) == len(KEYS)


@pytest.mark.parametrize("page", ["", "/schools/123456/years/2022/"])
def test_a_way_in_is_signed_as_django_signs(time_machine, settings, page):
    time_machine.move_to("2022-06-20T10:00:00Z", tick=False)
    rose = Person(7, "Rose@ACME.example")
    for settings.SECRET_KEY in (*KEYS, KEYS[0]):
        said = signing.dumps([7, keyed_hash("rose@acme.example")[:16], page], salt=SALT)
        assert way_in(rose, page) == f"/sign-in/?way_in={said}"
