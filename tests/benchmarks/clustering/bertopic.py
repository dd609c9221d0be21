"""BERTopic's default pipeline, as `worker` runs it in the peers' own environment: `make peers`.

UMAP and HDBSCAN with the settings that BERTopic 0.17 gives them when told nothing, then what is
left out goes to the topic with the nearest centre (`reduce_outliers`, strategy "embeddings").
BERTopic itself would bring PyTorch, and does nothing else between vectors and topics.
"""

import hdbscan
import numpy as np
import umap

from tests.benchmarks.clustering.worker import Labels, Vectors, serve

WARM_UP = 200  # rows: what is compiled at the first call is not counted


def bertopic(vectors: Vectors, seed: int) -> Labels:
    """A topic for each row."""
    reduced = umap.UMAP(
        n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed, n_jobs=1
    ).fit_transform(vectors)
    labels = hdbscan.HDBSCAN(
        min_cluster_size=10, metric="euclidean", cluster_selection_method="eom"
    ).fit_predict(reduced)
    return _reassigned(vectors, np.asarray(labels, dtype=np.int64))


def _reassigned(vectors: Vectors, labels: Labels) -> Labels:
    outside = labels < 0
    if outside.all() or not outside.any():
        return labels
    centres = np.stack([vectors[labels == topic].mean(axis=0) for topic in range(labels.max() + 1)])
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    return np.where(outside, (vectors @ centres.T).argmax(axis=1), labels)


if __name__ == "__main__":
    chance = np.random.default_rng(0)
    bertopic(chance.normal(size=(WARM_UP, 16)).astype(np.float32), 0)
    serve({"BERTopic": bertopic})
