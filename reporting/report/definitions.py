"""Every figure's definition, by name, and which of them are read off tallies. Pure."""

from reporting.adoption import definitions as adoption
from reporting.audits import metrics as audits
from reporting.fixes import metrics as fixes
from reporting.loop import metrics as loop
from reporting.metrics import cited
from reporting.metrics.definition import Definition, Metric
from reporting.quality import metrics as quality
from reporting.trajectory import metrics as trajectory
from reporting.trust import metrics as trust

DEFINITIONS: dict[str, Definition] = {
    definition.name: definition
    for definition in (
        *adoption.DEFINITIONS,
        *quality.METRICS,
        *audits.DEFINITIONS,
        *cited.DEFINITIONS,
        *loop.DEFINITIONS,
        *fixes.DEFINITIONS,
        *trust.DEFINITIONS,
        *trajectory.DEFINITIONS,
    )
}

METRICS: dict[str, Metric] = {
    name: definition for name, definition in DEFINITIONS.items() if isinstance(definition, Metric)
}
