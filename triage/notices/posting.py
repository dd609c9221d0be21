"""One try to send one mail, and when the next one is."""

from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from feedback.privacy.masking import mask

# A mail that did not go by then is given up.
DEAD_AFTER = timedelta(days=1)
_LONGEST_PAUSE_MIN = 120


@dataclass(frozen=True)
class Trouble:
    """Why a mail did not go. `final`: the server said for good that there is no such address."""

    said: str
    final: bool


def post(letter: EmailMessage, connection: BaseEmailBackend) -> Trouble | None:
    """Send it over that line, which is opened if need be; None: the server took it."""
    try:
        connection.open()
        letter.connection = connection
        letter.send()
    except (SMTPException, OSError, ValueError) as error:
        return Trouble(mask(f"{type(error).__name__}: {error}").text, _is_final(error))
    return None


def pause(tries: int) -> timedelta:
    """1 min after the first try, then twice as long each time, up to two hours."""
    return timedelta(minutes=min(2 ** min(tries - 1, 10), _LONGEST_PAUSE_MIN))


def _is_final(error: Exception) -> bool:
    refused = error.recipients.values() if isinstance(error, SMTPRecipientsRefused) else []
    return bool(refused) and all(code >= 500 for code, _ in refused)
