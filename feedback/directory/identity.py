"""Who is voting: a short-lived token that the host signs. Pure.

The host holds an Ed25519 private key; Errata holds the public half only. The token's claims:
`sub` the person's id at the host, `team` and `cohort` (names, optional), `answer` (optional: the
one answer it may vote on), `exp` (required, at most 24 hours ahead).
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from feedback.errors import RefusedError
from feedback.texts import is_storable

ALGORITHM = "EdDSA"
LONGEST_LIFE_S = 24 * 3600
LONGEST_TOKEN = 4096
REMEMBERED = 2048


class IdentityRefusedError(RefusedError):
    code = "identity_refused"
    status = 401


@dataclass(frozen=True)
class Identity:
    """A person as the host vouches for them, and the answer the voucher is limited to, if any."""

    person: str
    team: str = ""
    cohort: str = ""
    answer: str = ""


def new_pair() -> tuple[str, str]:
    """A fresh pair (private, public), both PEM. The private half is the host's to keep."""
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private.decode(), public.decode()


def sign(
    *, identity: Identity, private_key: str, key_id: str, now: datetime, life_s: int = 3600
) -> str:
    """What a host's back end does. Here for the demonstration host, and as the documentation."""
    claims: dict[str, Any] = {"sub": identity.person, "exp": int(now.timestamp()) + life_s}
    for name in ("team", "cohort", "answer"):
        if value := getattr(identity, name):
            claims[name] = value
    return jwt.encode(claims, private_key, algorithm=ALGORITHM, headers={"kid": key_id})


def key_id_of(token: str) -> str:
    """The key that the token says it was signed with. Raises IdentityRefusedError."""
    if len(token) > LONGEST_TOKEN:
        raise IdentityRefusedError("The person's token is too long.")
    return _key_id_in(token.partition(".")[0])


@lru_cache(maxsize=64)
def _key_id_in(header: str) -> str:
    """Of the token's first part, which all tokens of a key share."""
    try:
        return str(jwt.get_unverified_header(f"{header}..").get("kid", ""))
    except (jwt.PyJWTError, UnicodeError) as error:
        raise IdentityRefusedError("The person's token can't be read.") from error


@dataclass(frozen=True)
class _Voucher:
    """What a token says: whom it vouches for, and until when, in seconds of Unix time."""

    identity: Identity
    expires: float


def verify(*, token: str, public_key: str, now: datetime) -> Identity:
    """The identity that the token vouches for at `now`. Raises IdentityRefusedError."""
    voucher = _signed(token, public_key)
    left = voucher.expires - now.timestamp()
    if left <= 0:
        raise IdentityRefusedError("The person's token has expired.")
    if not left <= LONGEST_LIFE_S:  # nor is it, of what is no number
        raise IdentityRefusedError("The person's token lives longer than 24 hours.")
    return voucher.identity


@lru_cache(maxsize=REMEMBERED)
def _signed(token: str, public_key: str) -> _Voucher:
    """What the token says, if that key signed it. That stays so, and costs as much to find out as
    a third of a vote; whether the key still holds and the time is not up is asked each time."""
    try:
        claims = jwt.decode(
            token,
            public_key,
            algorithms=[ALGORITHM],
            options={"require": ["sub", "exp"], "verify_exp": False, "verify_iat": False},
        )
        expires = float(claims["exp"])
    except (jwt.PyJWTError, UnicodeError, TypeError, ValueError, OverflowError) as error:
        raise IdentityRefusedError("The person's token is not signed as it must be.") from error
    identity = Identity(**{field: _text(claims, claim) for field, claim in _CLAIMS.items()})
    if not identity.person:
        raise IdentityRefusedError("The person's token names nobody: sub is empty.")
    return _Voucher(identity, expires)


_CLAIMS = {"person": "sub", "team": "team", "cohort": "cohort", "answer": "answer"}


def _text(claims: dict[str, Any], name: str) -> str:
    value = claims.get(name, "")
    if not isinstance(value, str) or len(value) > 200 or not is_storable(value):
        raise IdentityRefusedError(f"The token's claim {name} is not a text of up to 200 letters.")
    return value
