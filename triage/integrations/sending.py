"""One try to deliver one message. It knows no database, so that several go out at once."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from standardwebhooks import Webhook

from triage.exchange import ExchangeError
from triage.integrations.outside import ask_outside
from triage.integrations.schedule import wished
from triage.integrations.sealing import UnreadableError, unseal
from triage.models import Delivery

MOST = 4096
LONGEST_SAID = 500
AGENT = "Errata-Webhooks/1"


@dataclass(frozen=True)
class Outcome:
    """`status` None: no answer came, and `says` why; else how the answer begins. `wish`: how long
    it asks to be left alone."""

    status: int | None
    says: str
    took_ms: int = 0
    wish: timedelta = timedelta(0)

    @property
    def taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


@dataclass(frozen=True)
class Sending:
    """A claimed message. `secrets` sign it, all of them; `tries` is how it was claimed."""

    id: UUID
    endpoint_id: UUID
    tries: int
    message_id: str
    body: str
    sealed_url: str = field(repr=False)
    sealed_secrets: tuple[str, ...] = field(repr=False)


def sending_of(delivery: Delivery, now: datetime) -> Sending:
    """The delivery with what it needs of its endpoint. While a secret is rotated both sign."""
    endpoint = delivery.endpoint
    former = endpoint.former_until is not None and endpoint.former_until > now
    secrets = (endpoint.sealed_secret, endpoint.former_secret if former else "")
    return Sending(
        id=delivery.pk,
        endpoint_id=endpoint.pk,
        tries=delivery.tries,
        message_id=delivery.message_id,
        body=delivery.body,
        sealed_url=endpoint.sealed_url,
        sealed_secrets=tuple(filter(None, secrets)),
    )


def send(sending: Sending, clock: Callable[[], datetime]) -> Outcome:
    """What came of it; it raises nothing that a server can bring about."""
    began, now = time.monotonic(), clock()
    try:
        answer = ask_outside(
            unseal(sending.sealed_url),
            body=sending.body.encode(),
            headers=_headers(sending, now),
            most=MOST,
        )
    except ExchangeError as error:
        return Outcome(None, f"{error.code}: {error}"[:LONGEST_SAID], _since(began))
    except UnreadableError as error:
        return Outcome(None, error.detail)
    said = answer.body.decode(errors="replace").replace("\x00", "\ufffd")[:LONGEST_SAID]
    wish = wished(answer.headers.get("Retry-After", ""), now)
    return Outcome(answer.status, said, _since(began), wish)


def _since(began: float) -> int:
    return round(1000 * (time.monotonic() - began))


def _headers(sending: Sending, now: datetime) -> dict[str, str]:
    """Signed for this very moment: receivers refuse what was signed long ago."""
    headers = {"Content-Type": "application/json", "User-Agent": AGENT}
    if not sending.sealed_secrets:
        return headers
    signatures = (
        Webhook(unseal(sealed)).sign(sending.message_id, now, sending.body)
        for sealed in sending.sealed_secrets
    )
    return headers | {
        "webhook-id": sending.message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
