"""Verified answers by COPY, and questions asked of them, in a process of its own."""

import os
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median, quantiles
from typing import Any

ASKED = 400
STEP = 5_000

_WHATS = "days of leave|hours of overtime|laptops|copies|signatures|approvals|euros|parking places"
_MATTERS = (
    "annual travel insurance pension parental training invoice contract warranty visa "
    "canteen printer password budget bonus shift relocation bicycle software licence expense"
)
_FORMS = (
    "How many {what} does a {who} get for {matter} {other} in {place}?",
    "Who approves the {matter} {other} of a {who} in {place}?",
    "Where do I find the {matter} rules on {other} for a {who} at {place}?",
    "When does {matter} {other} end for a {who} in {place} with {what}?",
)
_WHOS = "manager apprentice contractor engineer nurse driver clerk student researcher cook"
_PLACES = [f"{side} {n}" for side in ("building", "plant", "branch", "site") for n in range(1, 60)]


@dataclass(frozen=True)
class Found:
    """Milliseconds a request; `bare`, the CPU of one that reads one row; `recall` is the share of
    the nearest that the index found."""

    seeding_s: float
    p50: float
    p95: float
    cpu: float
    bare: float
    recall: float
    model_mb: float


def measured(slug: str, secret: str, servers: Mapping[str, str], *, answers: int) -> Found:
    os.environ |= {**servers, "DJANGO_SETTINGS_MODULE": "config.settings"}
    os.environ["ERRATA_HOSTS"] = "testserver"
    import django

    django.setup()
    from feedback.models import Project

    project = Project.objects.get(slug=slug)
    model_mb = _model_mb()
    chance = random.Random(1)
    questions = list(dict.fromkeys(_question(chance) for _ in range(2 * answers)))[:answers]
    began = time.perf_counter()
    _seed(project, questions)
    seeding = time.perf_counter() - began
    known = [f"please tell me: {one.lower()}" for one in chance.sample(questions, ASKED // 2)]
    asked = known + [_question(chance) for _ in range(ASKED - len(known))]
    waits, cpu = _asked(secret, [("/api/v1/verified-answers", {"q": q}) for q in asked])
    _, bare = _asked(secret, [("/api/v1/backlog", {})] * ASKED)
    p95 = quantiles(waits, n=100)[94]
    recall = _recall(project, asked)
    return Found(seeding, median(waits), p95, cpu, bare, recall, model_mb)


def _question(chance: random.Random) -> str:
    matter, other = chance.sample(_MATTERS.split(), 2)
    return chance.choice(_FORMS).format(
        what=chance.choice(_WHATS.split("|")),
        who=chance.choice(_WHOS.split()),
        matter=matter,
        other=other,
        place=chance.choice(_PLACES),
    )


def _model_mb() -> float:
    import psutil

    from triage.corrections.questions import read

    process = psutil.Process()
    before = process.memory_full_info().uss
    read(["How many days of leave do I have?"])
    return float(process.memory_full_info().uss - before) / 1e6


def _seed(project: Any, questions: Sequence[str]) -> None:
    from django.db import connection

    from tests.benchmarks.triage.loading import UNTIL, load, pk, without_indexes
    from triage.corrections.keys import question_key
    from triage.corrections.questions import model_name, read
    from triage.models import Owner, VerifiedAnswer

    owner = Owner.objects.get(project=project, catches_all=True)
    with without_indexes(VerifiedAnswer):
        for first in range(0, len(questions), STEP):
            some = questions[first : first + STEP]
            load(
                VerifiedAnswer,
                (
                    {
                        "id": pk(VerifiedAnswer, first + n),
                        "project_id": project.pk,
                        "number": first + n + 1,
                        "question": question,
                        "question_key": question_key(question),
                        "text": f"As the handbook says on page {n}.",
                        "owner_id": owner.pk,
                        "vector": "[" + ",".join(f"{value:.5f}" for value in vector) + "]",
                        "vector_model": model_name(),
                        "changed_at": UNTIL,
                    }
                    for n, (question, vector) in enumerate(zip(some, read(some), strict=True))
                ),
            )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE triage_verifiedanswer")


def _asked(secret: str, asked: Sequence[tuple[str, dict[str, str]]]) -> tuple[list[float], float]:
    """Milliseconds of each, after all were asked once; and the mean CPU of this process."""
    from django.test import Client

    client = Client(headers={"Authorization": f"Bearer {secret}"})
    waits: list[float] = []
    spent: list[float] = []
    for turn in range(2):
        for path, query in asked:
            began, cpu = time.perf_counter(), time.process_time()
            answer = client.get(path, query)
            if turn:
                waits.append(1000 * (time.perf_counter() - began))
                spent.append(1000 * (time.process_time() - cpu))
            assert answer.status_code == 200, answer.content
    return waits, mean(spent)


def _recall(project: Any, asked: Sequence[str]) -> float:
    """How many of the five nearest by comparing with all are among the five that are found."""
    import numpy as np
    from django.utils import timezone

    from triage.corrections.queries.meaning import nearest
    from triage.corrections.questions import read
    from triage.models import VerifiedAnswer

    rows = VerifiedAnswer.objects.order_by("number").values_list("question", flat=True)
    all_of_them = read(list(rows))
    hits = []
    for q in asked[:: max(1, len(asked) // 100)]:
        likeness = all_of_them @ read([q])[0]
        fifth = np.sort(likeness)[-5]
        today = timezone.now().date()
        found = nearest(project, q, limit=5, least=-1, today=today)
        # As good as the fifth, within what half floats lose.
        hits += [one.likeness >= fifth - 0.002 for one in found]
        hits += [False] * (5 - len(found))
    return float(np.mean(hits))
