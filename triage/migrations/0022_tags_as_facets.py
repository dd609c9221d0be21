"""Complaints are found by the tags of their answers too."""

from pathlib import Path

import django.contrib.postgres.fields
from django.db import migrations, models


def _sql(name):
    return Path(__file__).with_name("sql").joinpath(name).read_text()


DESCRIBE = """
SELECT triage_describe(array_agg(said.id))
FROM feedback_feedback AS said
JOIN feedback_answer AS answer ON answer.id = said.answer_id
WHERE answer.tags <> '{}'
"""
# As it was before.
[DESCRIBED, *_] = _sql("0019_facets.sql").split("-- Bring places")
BACKWARD = (
    DESCRIBED.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    + DESCRIBE
    + "; DROP FUNCTION triage_tag"
)


class Migration(migrations.Migration):

    dependencies = [
        ("feedback", "0009_answer_tags"),
        ("triage", "0021_handover"),
    ]

    operations = [
        migrations.AlterField(
            model_name='placement',
            name='facets',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), db_default=[], default=list, editable=False, help_text='Ids of its team, cohort, release, reasons, sources and tags', size=None),
        ),
        migrations.RunSQL(_sql("0022_tags.sql"), BACKWARD),
        migrations.RunSQL(DESCRIBE, migrations.RunSQL.noop),
    ]
