"""Sets of people as rows of bits, so that 200,000 people are 25 KB and a union takes microseconds.

A row is uint8 [bytes], person p being bit p % 8 of byte p // 8; its length is a multiple of 8, so
that it can be counted by whole words. A matrix is uint8 [rows, bytes]. Pure.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint8]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int32]


def width(people: int) -> int:
    """How many bytes a row of so many people has."""
    return -(-people // 64) * 8


def bits_of(flags: Flags) -> Bits:
    """The row of those [people] who are true."""
    row = np.zeros(width(len(flags)), np.uint8)
    packed = np.packbits(flags, bitorder="little")
    row[: len(packed)] = packed
    return row


def flags_of(row: Bits, people: int) -> Flags:
    """Who of so many people is in the row."""
    return np.unpackbits(row, count=people, bitorder="little").view(np.bool_)


def size(row: Bits) -> int:
    """How many are in the row, or in all rows of a matrix together."""
    return int(np.bitwise_count(row.view(np.uint64)).sum())


def sizes(rows: Bits) -> NDArray[np.int64]:
    """How many are in each row, whatever the axes before [..., bytes]."""
    found: NDArray[np.int64] = np.bitwise_count(rows.view(np.uint64)).sum(axis=-1, dtype=np.int64)
    return found


def has(matrix: Bits, rows: NDArray[Any], people: NDArray[Any]) -> Flags:
    """For each i, whether `people[i]` is in row `rows[i]`; rows outside hold nobody."""
    inside = (rows >= 0) & (rows < len(matrix))
    byte = matrix[np.where(inside, rows, 0), people >> 3]
    held: Flags = (byte >> (people & 7).astype(np.uint8)) & 1 > 0
    return inside & held


def unions(matrix: Bits, length: int) -> Bits:
    """Row i is the union of rows i to i + length - 1; rows beyond the last hold nobody."""
    covered, result = 1, matrix.copy()
    while covered < length:
        step = min(covered, length - covered)
        result[: max(0, len(matrix) - step)] |= result[step:]
        covered += step
    return result


def at_least(rows: Bits, least: int) -> Bits:
    """Who is in at least so many of the rows. Counted by adding a row after another."""
    levels = np.zeros((least, rows.shape[1]), np.uint8)
    for row in rows:
        for level in range(least - 1, 0, -1):
            levels[level] |= levels[level - 1] & row
        levels[0] |= row
    reached: Bits = levels[least - 1]
    return reached
