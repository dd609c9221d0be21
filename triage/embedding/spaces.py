"""The spaces that a project may choose from, and each one's model, loaded when it is asked for.

Some come along; others are the operator's, named in the settings. A project chooses by key: no
member names a file or an address.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from django.conf import settings

from triage.embedding.beside import SideBySide
from triage.embedding.endpoint import Endpoint
from triage.embedding.folder import from_folder
from triage.embedding.letters import Letters
from triage.embedding.minilm import minilm
from triage.embedding.multilingual import LANGUAGES, Multilingual
from triage.embedding.remembering import LatinOnly, Remembering
from triage.embedding.static import WordLlama
from triage.embedding.vectors import Embedder, EmbedderMissingError

USUAL = "minilm"
LONGEST_KEY = 100


@dataclass(frozen=True)
class Space:
    """`key` is what a project stores; `title` and `about` tell people what it is good for."""

    key: str
    title: str
    about: str
    make: Callable[[], Embedder]


def spaces() -> dict[str, Space]:
    """Those on offer, by key."""
    return {space.key: space for space in [*_BUILT_IN, *_folders(), *_endpoint()]}


def usual_for(language: str) -> str:
    """The space that a project in a language such as "de" or "zh-TW" begins with.

    Measured: docs/decisions.md.
    """
    code = language.replace("_", "-").partition("-")[0].lower()
    return "multilingual" if code in LANGUAGES - {"en"} else USUAL


@cache
def embedder_of(key: str) -> Embedder:
    """The process's one embedder for a space. EmbedderMissingError where it is not on offer."""
    space = spaces().get(key)
    if space is None:
        raise EmbedderMissingError(f"the space {key} is not on offer here")
    return Remembering(space.make())


def _folders() -> list[Space]:
    return [
        Space(
            f"onnx:{folder.name}"[:LONGEST_KEY],
            f"The model {folder.name}",
            "A model of this installation's own.",
            partial(from_folder, folder),
        )
        for folder in map(Path, settings.ONNX_FOLDERS)
    ]


def _endpoint() -> list[Space]:
    url, model = settings.EMBEDDINGS_URL, settings.EMBEDDINGS_MODEL
    if not url or not model:
        return []
    make = partial(
        Endpoint,
        url=url,
        model=model,
        dimension=settings.EMBEDDINGS_DIMENSION,
        key=settings.EMBEDDINGS_KEY,
    )
    about = "Texts are sent there, with personal data masked as the project chose."
    return [Space("endpoint", f"{model}, by an endpoint that the operator named", about, make)]


_BUILT_IN = (
    Space(
        "minilm",
        "By meaning, for English",
        "MiniLM, 384 numbers. The best on short questions. Other scripts go by their letters.",
        lambda: LatinOnly(minilm()),
    ),
    Space(
        "both",
        "By meaning and by words, for English",
        "MiniLM and WordLlama side by side, 640 numbers. Better on longer, technical texts.",
        lambda: LatinOnly(SideBySide(minilm(), WordLlama())),
    ),
    Space(
        "wordllama",
        "By words, for English",
        "WordLlama, 256 numbers. Some forty times quicker to read, and coarser.",
        lambda: LatinOnly(WordLlama()),
    ),
    Space(
        "multilingual",
        "By meaning, for fifteen languages",
        "The multilingual sentence encoder, 512 numbers. For anything but English the best here.",
        Multilingual,
    ),
    Space(
        "letters",
        "By letters, for any script",
        "Texts are alike when they share letters in a row. No model; knows no meaning.",
        Letters,
    ),
)
