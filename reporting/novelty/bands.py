"""How unlike the pilot's questions a question is, in three bands. Pure.

The pilot's own questions say what is unlike: each one's likeness to the nearest of the others.
Half of them are familiar by that measure, 45% near and 5% new.
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from triage.embedding.vectors import Vectors
from triage.findings.novelty import FAR_SHARE, nearest_in

Band = Literal["familiar", "near", "new"]
BANDS: Sequence[Band] = ("new", "near", "familiar")
USUAL_SHARE = 0.5


def bands_of(asked: Vectors, baseline: Vectors) -> list[Band]:
    """The band of each row of `asked`, by its cosine to the nearest of `baseline`: new below what
    one in twenty of the baseline's own has to its nearest other one, familiar from the median of
    these on. Unit rows; two in the baseline at least."""
    own = nearest_in(baseline, baseline, leave_out=True)
    limits = np.quantile(own, [FAR_SHARE, USUAL_SHARE])
    likeness = nearest_in(asked, baseline, leave_out=False)
    return [BANDS[place] for place in np.searchsorted(limits, likeness, side="right")]
