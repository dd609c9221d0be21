"""A person's token that was taken before is not taken on trust."""

from datetime import timedelta

import pytest

from feedback.directory.identity import (
    LONGEST_TOKEN,
    Identity,
    IdentityRefusedError,
    new_pair,
    sign,
)
from feedback.directory.queries import Signer, identity_in
from tests.builders import NOW

PRIVATE, PUBLIC = new_pair()
JANE = Identity("jane", "Sales", "Pilot")
TOKEN = sign(identity=JANE, private_key=PRIVATE, key_id="esg_1", now=NOW, life_s=60)
KNOWN = {"esg_1": Signer(PUBLIC, None)}


@pytest.fixture(autouse=True)
def taken_before() -> None:
    assert identity_in(signers=KNOWN, token=TOKEN, now=NOW) == JANE


def test_it_expires_all_the_same() -> None:
    later = NOW + timedelta(seconds=60)
    with pytest.raises(IdentityRefusedError, match="expired"):
        identity_in(signers=KNOWN, token=TOKEN, now=later)


def test_it_is_worth_nothing_once_its_key_was_revoked() -> None:
    with pytest.raises(IdentityRefusedError, match="no signing key"):
        identity_in(signers={}, token=TOKEN, now=NOW)


def test_it_is_worth_nothing_once_its_key_has_expired() -> None:
    with pytest.raises(IdentityRefusedError, match="has expired"):
        identity_in(signers={"esg_1": Signer(PUBLIC, NOW)}, token=TOKEN, now=NOW)


def test_it_is_worth_nothing_under_another_key_of_the_same_name() -> None:
    _, other = new_pair()
    with pytest.raises(IdentityRefusedError, match="not signed"):
        identity_in(signers={"esg_1": Signer(other, None)}, token=TOKEN, now=NOW)


def test_one_letter_more_makes_it_another_token() -> None:
    with pytest.raises(IdentityRefusedError):
        identity_in(signers=KNOWN, token=TOKEN + "A", now=NOW)


def test_what_is_longer_than_a_token_is_not_read() -> None:
    with pytest.raises(IdentityRefusedError, match="too long"):
        identity_in(signers=KNOWN, token="a" * (LONGEST_TOKEN + 1), now=NOW)
