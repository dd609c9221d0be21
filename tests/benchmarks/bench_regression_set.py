"""`make bench-regression-set`: how many broken answers are caught, how many right ones accused.

TruthfulQA (Lin, Hilton and Evans 2022, Apache 2.0) has right and wrong answers to each question.
Its best answer stands for the verified one; half of the wrong ones are those that were complained
of, and a release gives all the others: other right answers, which should be kept, and wrong ones
in words that nobody has complained of yet, and the best answer to another question. The thresholds
were chosen on half of the questions; what is reported is the other half, with intervals by drawing
questions anew.
"""

import json
import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tests.benchmarks.table import BASE, Figure, report
from triage.corrections.judging import Judged, Text, Verdict, judge
from triage.embedding.remembering import LatinOnly
from triage.embedding.static import WordLlama

FILE = BASE.parent / "shared" / "data" / "truthfulqa.jsonl"
SEED = 5
DRAWN = 1_000
# The share on the wrong side at which the thresholds were chosen.
ALLOWED = 0.05


@dataclass(frozen=True)
class Case:
    """One new answer to a question: "right", "wrong" or "another question's", and what is said of
    it; `alone`, had nobody complained of any."""

    question: int
    kind: str
    judged: Judged
    alone: Judged


def main() -> None:
    if not FILE.exists():
        raise SystemExit(f"This needs {FILE}: see its README.")
    cases = _cases(FILE)
    chosen = [case for case in cases if case.question % 2 == 0]
    reported = [case for case in cases if case.question % 2]
    right = [case.judged.score for case in chosen if case.kind == "right"]
    wrong = [case.judged.score for case in chosen if case.kind == "wrong"]
    figures = [
        Figure("chosen: broken below", float(np.quantile(right, ALLOWED)), ""),
        Figure("chosen: kept from", float(np.quantile(wrong, 1 - ALLOWED)), ""),
        Figure("questions reported", len({case.question for case in reported}), ""),
    ]
    for words, one in (("", _judged), ("alone, ", _alone)):
        for kind in ("wrong", "right", "another question's"):
            some = [case for case in reported if case.kind == kind]
            figures.append(Figure(f"{words}{kind}: answers", len(some), ""))
            for verdict in Verdict:
                share, low, high = _share(some, one, verdict)
                name = f"{words}{kind}: {verdict} ({low:.1f} to {high:.1f})"
                figures.append(Figure(name, share, "%"))
    report("regression-set", figures)


def _judged(case: Case) -> Judged:
    return case.judged


def _alone(case: Case) -> Judged:
    return case.alone


def _cases(file: Path) -> list[Case]:
    by_question: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in file.read_text().splitlines():
        row = json.loads(line)
        by_question[row["question"]].append(row)
    chance = random.Random(SEED)
    questions = sorted(by_question)
    chance.shuffle(questions)
    model = LatinOnly(WordLlama())
    return [
        case
        for place, question in enumerate(questions)
        for case in _of_question(
            place,
            by_question[question],
            by_question[questions[(place + 1) % len(questions)]][0]["correction"],
            model,
            chance,
        )
    ]


def _of_question(
    place: int,
    rows: Sequence[dict[str, Any]],
    elsewhere: str,
    model: LatinOnly,
    chance: random.Random,
) -> list[Case]:
    best = rows[0]["correction"]
    right = {row["answer"] for row in rows if row["label"] == "correct"}
    right = (right | set(rows[0]["correct_answers"])) - {best}
    wrong = sorted({row["answer"] for row in rows if row["label"] != "correct"})
    chance.shuffle(wrong)
    known, unknown = wrong[: len(wrong) // 2], wrong[len(wrong) // 2 :]
    if not known:
        return []
    new = {elsewhere: "another question's"} | dict.fromkeys(unknown, "wrong")
    new |= dict.fromkeys(sorted(right), "right")
    texts = [best, *known, *new]
    read = dict(zip(texts, map(Text, texts, model.embed(texts)), strict=True))
    verified, complained = read[best], [read[text] for text in known]
    return [
        Case(
            place,
            kind,
            judge(read[text], verified, complained),
            judge(read[text], verified, []),
        )
        for text, kind in new.items()
    ]


def _share(
    cases: Sequence[Case], of: Callable[[Case], Judged], verdict: Verdict
) -> tuple[float, float, float]:
    """Percent of the cases with this verdict; and between what 95 of 100 lie when questions are
    drawn anew: answers to one question are not independent."""
    by_question: dict[int, list[bool]] = defaultdict(list)
    for case in cases:
        by_question[case.question].append(of(case).verdict is verdict)
    hits = np.array([sum(some) for some in by_question.values()])
    sizes = np.array([len(some) for some in by_question.values()])
    chance = np.random.default_rng(SEED)
    drawn = chance.integers(0, len(hits), size=(DRAWN, len(hits)))
    shares = 100 * hits[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    low, high = np.quantile(shares, [0.025, 0.975])
    return 100 * hits.sum() / sizes.sum(), float(low), float(high)


if __name__ == "__main__":
    main()
