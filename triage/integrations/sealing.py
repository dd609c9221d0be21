"""Other people's secrets at rest: sealed under a key made from SECRET_KEY, so that a copy of the
database alone opens nothing.

Whoever changes SECRET_KEY keeps the former one in SECRET_KEY_FALLBACKS; else what is sealed can
only be entered anew (docs/operations.md).
"""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from feedback.errors import RefusedError


class UnreadableError(RefusedError):
    """Sealed under a key that nobody has any more."""

    code = "secret_unreadable"


def seal(text: str) -> str:
    return _keys().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text. UnreadableError."""
    try:
        return _keys().decrypt(sealed).decode()
    except InvalidToken as error:
        raise UnreadableError(
            "What is kept for this can't be read since SECRET_KEY changed: enter it again."
        ) from error


def _keys() -> MultiFernet:
    return MultiFernet(
        [_key(str(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


@lru_cache(maxsize=8)
def _key(secret: str) -> Fernet:
    """HKDF (RFC 5869) under a name of its own: the key is of no use for anything else that
    SECRET_KEY signs, nor the other way round."""
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"errata.integrations.sealing")
    return Fernet(base64.urlsafe_b64encode(kdf.derive(secret.encode())))
