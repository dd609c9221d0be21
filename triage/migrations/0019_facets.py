"""What complaints and issues are found by: facets with counts, words, and the signs of centres."""

from pathlib import Path

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

import triage.models.placements


def _sql(name):
    return Path(__file__).with_name("sql").joinpath(name).read_text()


BACKWARD = """
DROP FUNCTION triage_facets_again, triage_count_moves, triage_found_moves, triage_add_facets,
    triage_describe, triage_described;
DROP TYPE triage_move;
"""
FOLLOW_NO_MORE = """
DROP TRIGGER triage_placements_come ON triage_placement;
DROP TRIGGER triage_placements_change ON triage_placement;
DROP TRIGGER triage_placements_go ON triage_placement;
DROP TRIGGER triage_findings_link ON triage_finding_feedback;
DROP TRIGGER triage_findings_unlink ON triage_finding_feedback;
DROP FUNCTION triage_follow_placements, triage_follow_findings;
"""
# In parts, so that no list grows without end.
DESCRIBE = """
SELECT triage_describe(ids) FROM (
    SELECT array_agg(feedback_id) AS ids
    FROM (SELECT feedback_id, row_number() OVER () / 10000 AS part FROM triage_placement) AS place
    GROUP BY part
) AS parts
"""


class Migration(migrations.Migration):

    dependencies = [
        ('feedback', '0008_release_owner'),
        ("triage", "0018_suggestions"),
    ]

    operations = [
        migrations.RunSQL(
            _sql("0019_words.sql"),
            "DROP FUNCTION triage_query, triage_title_words, triage_joined, triage_words, triage_plain",
        ),
        migrations.CreateModel(
            name='IssueFacet',
            fields=[
                ('pk', models.CompositePrimaryKey('issue', 'facet', blank=True, editable=False, primary_key=True, serialize=False)),
                ('issue', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='facets', to='triage.issue')),
                ('facet', models.UUIDField()),
                ('complaints', models.PositiveIntegerField()),
            ],
        ),
        migrations.RemoveIndex(
            model_name='placement',
            name='placement_of_issue',
        ),
        migrations.AddField(
            model_name='issue',
            name='words',
            field=models.GeneratedField(db_persist=True, expression=models.Func(models.F('title'), models.F('phrases'), function='triage_title_words'), help_text='What its title and phrases are found by', output_field=django.contrib.postgres.search.SearchVectorField()),
        ),
        migrations.AddField(
            model_name='placement',
            name='facets',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), db_default=[], default=list, editable=False, help_text='Ids of its team, cohort, release, reasons and sources', size=None),
        ),
        migrations.AddField(
            model_name='placement',
            name='given_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='placement',
            name='words',
            field=django.contrib.postgres.search.SearchVectorField(editable=False, null=True),
        ),
        migrations.RunSQL(_sql("0019_facets.sql"), BACKWARD),
        migrations.RunSQL(DESCRIBE, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name='issue',
            index=models.Index(fields=['project', 'status', '-complaints', 'id'], name='issue_by_complaints'),
        ),
        migrations.AddIndex(
            model_name='issue',
            index=models.Index(fields=['project', 'status', '-last_seen', 'id'], name='issue_by_last'),
        ),
        migrations.AddIndex(
            model_name='issue',
            index=models.Index(condition=models.Q(('status', 'merged'), _negated=True), fields=['project', '-priority', '-score', 'id'], name='issue_all_queue'),
        ),
        migrations.AddIndex(
            model_name='issue',
            index=models.Index(condition=models.Q(('status', 'merged'), _negated=True), fields=['project', '-complaints', 'id'], name='issue_all_complaints'),
        ),
        migrations.AddIndex(
            model_name='issue',
            index=models.Index(condition=models.Q(('status', 'merged'), _negated=True), fields=['project', '-last_seen', 'id'], name='issue_all_last'),
        ),
        migrations.AddIndex(
            model_name='issue',
            index=models.Index(condition=models.Q(('status', 'unresolved')), fields=['project', 'substatus'], name='issue_by_substatus'),
        ),
        migrations.AddIndex(
            model_name='issue',
            index=models.Index(condition=models.Q(('kind', 'likeness'), _negated=True), fields=['project', 'kind'], name='issue_found'),
        ),
        migrations.AddIndex(
            model_name='issue',
            index=django.contrib.postgres.indexes.GinIndex(fields=['words'], name='issue_found_by'),
        ),
        migrations.AddIndex(
            model_name='placement',
            index=models.Index(fields=['issue', '-given_at', 'feedback'], name='placement_of_issue'),
        ),
        migrations.AddIndex(
            model_name='placement',
            index=models.Index(fields=['project', '-given_at'], name='placement_newest'),
        ),
        migrations.AddIndex(
            model_name='placement',
            index=django.contrib.postgres.indexes.GinIndex(fields=['facets', 'words'], name='placement_found_by'),
        ),
        migrations.AddIndex(
            model_name='issuefacet',
            index=models.Index(fields=['facet', 'issue'], name='facet_of_issues'),
        ),
        migrations.AddField(
            model_name='issuecentre',
            name='signs',
            field=models.GeneratedField(db_persist=True, expression=models.Func(models.F('total'), function='binary_quantize'), help_text='Which of its numbers are above 0: by it the nearest are looked for', output_field=triage.models.placements.BitsField()),
        ),
        migrations.AddIndex(
            model_name='issuecentre',
            index=models.Index(condition=models.Q(('count__gt', 0)), fields=['project', 'model'], include=('issue', 'signs'), name='centre_signs'),
        ),
        # Last: what it writes has constraints that wait for the end.
        migrations.RunSQL("SELECT triage_facets_again(); SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunSQL(_sql("0019_following.sql"), FOLLOW_NO_MORE),
    ]
