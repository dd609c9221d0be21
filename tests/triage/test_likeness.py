"""The nearest issues, by signs that are kept while centres change."""

from uuid import UUID

import numpy as np
import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from feedback.models import Project
from tests.builders import make_project
from tests.triage.placing import LEAVE, VPN, complain, issue_of, move, place_all
from triage.clustering import likeness
from triage.clustering.likeness import nearest_to
from triage.clustering.signs import Signs
from triage.embedding.letters import Letters
from triage.embedding.vectors import Vector

DIMENSION = 70  # neither whole bytes nor whole words
PRINTER = "Where is the printer on the second floor?"


def signs_of(rows: dict[int, Vector]) -> Signs:
    """As the database tells them: an id, the number of bits, the bits."""
    raw = b"".join(
        UUID(int=key).bytes + DIMENSION.to_bytes(4, "big") + np.packbits(rows[key] > 0).tobytes()
        for key in sorted(rows)
    )
    return Signs.read(raw, dimension=DIMENSION)


def vector_of(seed: int) -> Vector:
    return np.random.default_rng(seed).standard_normal(DIMENSION).astype(np.float32)


keys = st.integers(0, 2**128 - 1) | st.sampled_from([1 << 64, 1 << 120, 0, 255])
tables = st.dictionaries(keys, st.integers(0, 99), max_size=30)


@given(tables, st.integers(100, 200), st.integers(1, 40))
def test_the_nearest_have_the_most_signs_in_common(
    table: dict[int, int], asked: int, most: int
) -> None:
    rows = {key: vector_of(seed) for key, seed in table.items()}
    vector = vector_of(asked)

    found = signs_of(rows).nearest(vector, most)

    apart = {UUID(int=key): int(((row > 0) != (vector > 0)).sum()) for key, row in rows.items()}
    assert len(found) == len(set(found)) == min(most, len(rows))
    assert sorted(apart[pk] for pk in found) == sorted(apart.values())[: len(found)]


@given(tables, tables, st.sets(keys, max_size=10))
def test_what_changed_is_as_if_all_were_read_again(
    before: dict[int, int], later: dict[int, int], emptied: set[int]
) -> None:
    emptied = (emptied | set(list(before)[:3])) - later.keys()
    old, new = ({key: vector_of(seed) for key, seed in table.items()} for table in (before, later))
    touched = np.array(sorted(UUID(int=key).bytes for key in new.keys() | emptied), dtype="S16")

    now = signs_of(old).changed(touched, signs_of(new))

    whole = {key: row for key, row in (old | new).items() if key not in emptied}
    assert now.ids.tolist() == signs_of(whole).ids.tolist()
    assert now.bits.tolist() == signs_of(whole).bits.tolist()


def near(project: Project, text: str) -> list[UUID]:
    [vector] = Letters().embed([text])
    return list(nearest_to(project, vector, model=Letters.name, least=0.9, most=9))


@pytest.mark.django_db(transaction=True)
def test_what_others_change_is_seen_at_the_next_look() -> None:
    project = make_project("changes")
    leave, vpn = complain(project, LEAVE), complain(project, VPN)
    place_all(project)
    before = issue_of(leave)
    assert near(project, LEAVE) == [before.pk]
    assert likeness._kept[project.pk, Letters.name].turn > 0

    printer = complain(project, PRINTER)
    place_all(project)
    assert near(project, PRINTER) == [issue_of(printer).pk]

    move(project, leave, to=issue_of(vpn))
    assert before.pk not in near(project, LEAVE)


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_back_is_never_kept() -> None:
    project = make_project("back")
    complain(project, VPN)
    place_all(project)
    near(project, LEAVE)
    with transaction.atomic():
        complain(project, LEAVE)
        place_all(project)
        assert near(project, LEAVE)
        transaction.set_rollback(True)

    printer = complain(project, PRINTER)
    place_all(project)

    assert near(project, LEAVE) == []
    assert near(project, PRINTER) == [issue_of(printer).pk]
