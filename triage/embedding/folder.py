"""Any sentence-transformers folder with an ONNX export, by its path. No network.

What is read: `onnx/model.onnx` or `model.onnx`, `tokenizer.json`, the pooling that `modules.json`
leads to, `sentence_bert_config.json` for the longest text, and the prompt that
`config_sentence_transformers.json` names as the default. Vectors are always made unit, whether
`modules.json` says so or not, since all that is done with them is cosines.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np

from triage.embedding.files import stamped
from triage.embedding.transformer import Pooling, Transformer
from triage.embedding.vectors import EmbedderMissingError

LONGEST_TOKENS = 512  # where the folder doesn't say
KNOWN_MODULES = {"Transformer", "Pooling", "Normalize"}
WEIGHTS = ("onnx/model.onnx", "model.onnx")


def from_folder(folder: Path) -> Transformer:
    """The folder's model, tried once. Raises EmbedderMissingError, which says what is amiss."""
    try:
        weights, words = _file(folder, *WEIGHTS), _file(folder, "tokenizer.json")
        pooling = _pooling(folder)
        longest = _optional(folder, "sentence_bert_config.json").get("max_seq_length")
        model = Transformer(
            name=stamped(folder.name[:60], [weights, words, pooling]),
            weights=weights,
            words=words,
            dimension=int(_json(pooling)["word_embedding_dimension"]),
            longest=int(longest or LONGEST_TOKENS),
            pooling=_way(_json(pooling)),
            prefix=_prefix(_optional(folder, "config_sentence_transformers.json")),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise EmbedderMissingError(f"{folder.name}: a file holds something else") from error
    _try(model)
    return model


def _try(model: Transformer) -> None:
    """What a folder says of its model may not be so."""
    try:
        sound = bool(np.isfinite(model.embed(["a word", "two words more"])).all())
    except Exception as error:
        raise EmbedderMissingError(f"{model.name} can't read a text as described") from error
    if not sound:
        raise EmbedderMissingError(f"{model.name} gives no numbers")


def _pooling(folder: Path) -> Path:
    """The configuration of the pooling; refused where something else stands behind it."""
    modules = _json(_file(folder, "modules.json"))
    kinds = {module["type"].rpartition(".")[2]: module["path"] for module in modules}
    if unknown := kinds.keys() - KNOWN_MODULES:
        raise EmbedderMissingError(f"{folder.name} has a module {min(unknown)}, unknown here")
    if "Pooling" not in kinds:
        raise EmbedderMissingError(f"{folder.name} has no pooling")
    return _file(folder, f"{kinds['Pooling']}/config.json")


def _way(config: dict[str, Any]) -> Pooling:
    modes = {key for key, on in config.items() if key.startswith("pooling_mode_") and on is True}
    ways = {"pooling_mode_mean_tokens": Pooling.MEAN, "pooling_mode_cls_token": Pooling.CLS}
    if len(modes) == 1 and (found := ways.get(min(modes))):
        return found
    raise EmbedderMissingError("Pooling is by the mean or by the first token; this is neither")


def _prefix(config: dict[str, Any]) -> str:
    return str((config.get("prompts") or {}).get(config.get("default_prompt_name")) or "")


def _file(folder: Path, *names: str) -> Path:
    for name in names:
        if (folder / name).is_file():
            return folder / name
    raise EmbedderMissingError(f"{folder.name} has no {names[0]}")


def _optional(folder: Path, name: str) -> dict[str, Any]:
    return dict(_json(folder / name)) if (folder / name).is_file() else {}


def _json(file: Path) -> Any:
    return json.loads(file.read_text())
