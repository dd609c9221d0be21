"""TF-IDF and logistic regression, run in the peers' own environment: `make peers`.

One JSON object on standard input (texts, labels and splits, each the places to learn from and to
tell), one on standard output: for each split, by each C, the three likeliest labels in order.
"""

import json
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

CS = (1, 10, 100)


def told(
    texts: Sequence[str], labels: Sequence[int], splits: Sequence[Sequence[Sequence[int]]]
) -> list[dict[str, Any]]:
    found, known = np.array(texts), np.array(labels)
    return [_of_one(found, known, *map(np.array, split)) for split in splits]


def _of_one(texts: Any, labels: Any, known: Any, asked: Any) -> dict[str, Any]:
    words = TfidfVectorizer(sublinear_tf=True, stop_words="english")
    rows, others = words.fit_transform(texts[known]), words.transform(texts[asked])
    best = {}
    for c in CS:
        model = LogisticRegression(C=c, max_iter=300).fit(rows, labels[known])
        order = np.argsort(-model.predict_proba(others), axis=1)[:, :3]
        best[str(c)] = model.classes_[order].tolist()
    return best


if __name__ == "__main__":
    json.dump(told(**json.load(sys.stdin)), sys.stdout)
