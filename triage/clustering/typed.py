"""Words that somebody typed, as a vector: read by a worker, and remembered for a day.

A model takes 150 to 200 MB and up to two seconds of CPU to load, and the web's processes take votes
too: so none of them has one. They ask a worker that reads nothing else, wait for it a moment, and
find its answer in Valkey. What is typed is read as complaints are: with personal data masked.
"""

import hashlib
import time
from functools import cache

import numpy as np
from django.conf import settings
from redis import Redis

from feedback.models import Masking, Project
from feedback.privacy.masking import mask
from feedback.valkey import Valkey
from triage.embedding.spaces import embedder_of
from triage.embedding.vectors import EmbeddingError, Vector
from triage.models import Grouping

KEPT_S = 24 * 3600
TROUBLE_KEPT_S = 5
LOOK_AGAIN_S = 0.01


def says_something(text: str) -> bool:
    """Whether there is a letter or a figure in it: signs alone mean nothing to a model."""
    return any(letter.isalnum() for letter in text)


def typed_vector(project: Project, text: str, *, model: str) -> Vector | None:
    """The unit vector of these words, if a worker has read them; never waits for one."""
    kept = recalled(_key(project, model, text))
    return None if kept is None else np.frombuffer(kept, dtype="<f4")


def await_vector(project: Project, text: str, *, model: str, within_s: float) -> str:
    """Wait until a worker has read these words, or could not: then why, in words."""
    until = time.monotonic() + within_s
    while recalled(_key(project, model, text)) is None:
        if trouble := recalled(_trouble_key(project, text)):
            return trouble.decode()
        if time.monotonic() > until:
            return "what reads it does not answer"
        time.sleep(LOOK_AGAIN_S)
    return ""


def keep_vector(project: Project, text: str) -> None:
    """Read these words and keep what they are; or why they can't be read. For a worker."""
    grouping = Grouping.objects.get(project=project)
    try:
        embedder = embedder_of(grouping.space)
        if embedder.name != grouping.model:
            raise EmbeddingError("complaints are being read anew")
        [vector] = embedder.embed([_as_complaints_are(project, text)])
    except EmbeddingError as error:
        remember(_trouble_key(project, text), str(error).encode(), seconds=TROUBLE_KEPT_S)
    else:
        remember_vector(project, text, vector, model=embedder.name)


def remember_vector(project: Project, text: str, vector: Vector, *, model: str) -> None:
    """What a model makes of these words."""
    remember(_key(project, model, text), vector.astype("<f4").tobytes(), seconds=KEPT_S)


def _as_complaints_are(project: Project, text: str) -> str:
    return text if project.masking == Masking.OFF else mask(text).text


def recalled(key: str) -> bytes | None:
    """What is kept under a key; None where nothing is, or it can't be asked."""
    kept = _valkey(settings.REDIS_URL).ask(lambda client: client.get(key))
    return kept if isinstance(kept, bytes) else None


def remember(key: str, value: bytes, *, seconds: int) -> None:
    def put(client: Redis) -> object:
        return client.set(key, value, ex=seconds)

    _valkey(settings.REDIS_URL).ask(put)


@cache
def _valkey(url: str) -> Valkey:
    return Valkey(url, without="what is typed is not compared by meaning")


def _key(project: Project, model: str, text: str) -> str:
    return f"errata:typed:{project.pk}:{digest(model, text)}"


def _trouble_key(project: Project, text: str) -> str:
    return f"errata:unread:{project.pk}:{digest(text)}"


def digest(*texts: str) -> str:
    """What stands for these texts in a key."""
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()
