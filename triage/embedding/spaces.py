"""The spaces that a project may choose from, and each one's model, loaded when it is asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from triage.embedding.beside import SideBySide
from triage.embedding.letters import Letters
from triage.embedding.minilm import MiniLM
from triage.embedding.remembering import LatinOnly, Remembering
from triage.embedding.static import WordLlama
from triage.embedding.vectors import Embedder, EmbedderMissingError

USUAL = "minilm"


@dataclass(frozen=True)
class Space:
    """`key` is what a project stores; `title` and `about` tell people what it is good for."""

    key: str
    title: str
    about: str
    make: Callable[[], Embedder]


def spaces() -> dict[str, Space]:
    """Those on offer, by key."""
    return {space.key: space for space in _BUILT_IN}


@cache
def embedder_of(key: str) -> Embedder:
    """The process's one embedder for a space. EmbedderMissingError where it is not on offer."""
    space = spaces().get(key)
    if space is None:
        raise EmbedderMissingError(f"the space {key} is not on offer here")
    return Remembering(space.make())


_BUILT_IN = (
    Space(
        "minilm",
        "By meaning, for English",
        "MiniLM, 384 numbers. The best on short questions. Other scripts go by their letters.",
        lambda: LatinOnly(MiniLM()),
    ),
    Space(
        "both",
        "By meaning and by words, for English",
        "MiniLM and WordLlama side by side, 640 numbers. Better on longer, technical texts.",
        lambda: LatinOnly(SideBySide(MiniLM(), WordLlama())),
    ),
    Space(
        "wordllama",
        "By words, for English",
        "WordLlama, 256 numbers. Some forty times quicker to read, and coarser.",
        lambda: LatinOnly(WordLlama()),
    ),
    Space(
        "letters",
        "By letters, for any script",
        "Texts are alike when they share letters in a row. No model; knows no meaning.",
        Letters,
    ),
)
