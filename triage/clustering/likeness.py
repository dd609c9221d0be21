"""The issues nearest to a vector: exact by what is compared, and quick by what is looked through.

Each centre's signs are compared first, 48 bytes an issue where its numbers are 1,536; those with
the most signs in common are then compared by their cosine.
"""

from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection
from pgvector import Vector as Text

from feedback.models import Project
from triage.embedding.vectors import Vector

LOOKED_AT = 300
# MATERIALIZED: the first list is a short one, whatever the planner thinks of it.
_NEAREST = """
WITH near AS MATERIALIZED (
    SELECT issue_id FROM triage_issuecentre
    WHERE project_id = %(project)s AND model = %(model)s AND count > 0
    ORDER BY signs <~> binary_quantize(%(vector)s::vector) LIMIT %(looked_at)s
)
SELECT issue_id, 1 - (total <=> %(vector)s::vector) AS likeness
FROM near JOIN triage_issuecentre USING (issue_id)
ORDER BY likeness DESC, issue_id LIMIT %(most)s
"""


def nearest_to(
    project: Project,
    vector: Vector,
    *,
    model: str,
    least: float,
    most: int,
    looked_at: int = LOOKED_AT,
) -> dict[UUID, float]:
    """Up to `most` issues by their centres' cosine to the vector, `least` or more, the nearest
    first; those that another model reads are passed over. Compared by their cosine are the
    `looked_at` that have the most signs in common with it."""
    values: dict[str, Any] = {
        "project": project.pk,
        "model": model,
        "vector": Text(np.asarray(vector)).to_text(),
        "looked_at": looked_at,
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(_NEAREST, values)
        return {issue: likeness for issue, likeness in cursor.fetchall() if likeness >= least}
