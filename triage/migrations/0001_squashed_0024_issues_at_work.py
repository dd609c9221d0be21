"""What was decided about it: tables, and what the database keeps in step by itself. No way leads back:
the functions go with the database.
"""

from pathlib import Path

import datetime
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import pgvector.django.vector
import triage.models.owners
import triage.models.placements
import uuid_utils.compat
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models
from pgvector.django import VectorExtension


def _sql(name):
    return Path(__file__).with_name("sql").joinpath(name).read_text()


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ("triage", "0001_initial"),
        ("triage", "0002_grouping"),
        ("triage", "0003_grouping_of_what_is_there"),
        ("triage", "0004_issue_holds"),
        ("triage", "0005_turns_and_voters"),
        ("triage", "0006_findings"),
        ("triage", "0007_issue_names"),
        ("triage", "0008_spaces"),
        ("triage", "0009_wordings"),
        ("triage", "0010_round_under_way"),
        ("triage", "0011_what_rules_give"),
        ("triage", "0012_member_notices"),
        ("triage", "0013_archived_for_a_while"),
        ("triage", "0014_priority_score"),
        ("triage", "0015_teams"),
        ("triage", "0016_due_times"),
        ("triage", "0017_clocks_of_what_is_there"),
        ("triage", "0018_suggestions"),
        ("triage", "0019_facets"),
        ("triage", "0020_saved_views"),
        ("triage", "0021_handover"),
        ("triage", "0022_tags_as_facets"),
        ("triage", "0023_tags_at_once"),
        ("triage", "0024_issues_at_work"),
    ]

    dependencies = [
        ("feedback", "0001_squashed_0009_answer_tags"),
    ]

    operations = [
        VectorExtension(),
        TrigramExtension(),
        migrations.RunSQL(_sql("words.sql"), migrations.RunSQL.noop),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('member', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='absence', serialize=False, to='feedback.member')),
                ('back_on', models.DateField(help_text='The first day on which they take issues again')),
            ],
        ),
        migrations.CreateModel(
            name='OwnershipRules',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField()),
                ('text', models.TextField(blank=True)),
                ('saved_by', models.CharField(max_length=250)),
                ('saved_at', models.DateTimeField()),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ownership_rules', to='feedback.project')),
            ],
            options={
                'verbose_name_plural': 'ownership rules',
                'ordering': ['-version'],
            },
        ),
        migrations.CreateModel(
            name='Issue',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('likeness', 'Alike'), ('term_conflict', 'Teams disagree'), ('source_conflict', 'Sources disagree'), ('charged_source', 'Source draws complaints'), ('expired_source', 'Expired source'), ('confident_wrong', 'Confident and wrong'), ('novelty', 'New questions'), ('escalation', 'Escalation')], default='likeness', max_length=16)),
                ('title', models.CharField(max_length=200)),
                ('status', models.CharField(choices=[('unresolved', 'Unresolved'), ('resolved', 'Resolved'), ('verified', 'Verified'), ('archived', 'Archived'), ('merged', 'Merged')], default='unresolved', max_length=12)),
                ('substatus', models.CharField(blank=True, choices=[('new', 'New'), ('ongoing', 'Ongoing'), ('escalating', 'Escalating'), ('regressed', 'Regressed'), ('', '—')], default='new', max_length=12)),
                ('priority', models.PositiveSmallIntegerField(choices=[(1, 'Low'), (2, 'Medium'), (3, 'High'), (4, 'Urgent')], default=2)),
                ('priority_by', models.CharField(choices=[('person', 'A person'), ('step', 'A step of escalation'), ('rule', 'The rule'), ('finding', 'The search that found it'), ('score', 'The score')], db_default='score', default='score', max_length=8)),
                ('score', models.FloatField(db_default=0.0, default=0.0, help_text='How urgent, 0 to 100')),
                ('score_parts', models.JSONField(blank=True, db_default={}, default=dict, help_text='Its parts, 0 to 1, and their facts')),
                ('scored_at', models.DateTimeField(blank=True, help_text="None while something came that the score doesn't know", null=True)),
                ('owner_why', models.CharField(help_text='Why this owner: the rule, or who said', max_length=300)),
                ('owner_by', models.CharField(choices=[('rule', 'A rule'), ('default', 'Whoever answers for the source or the release'), ('catch_all', 'The desk that catches all'), ('suggestion', 'A suggestion'), ('person', 'A person')], db_default='rule', default='rule', help_text='Who gave the owner', max_length=10)),
                ('rule_priority', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'Low'), (2, 'Medium'), (3, 'High'), (4, 'Urgent')], help_text='What the rule in force gave', null=True)),
                ('rule_respond', models.DurationField(blank=True, help_text='Working time to the first response, as the rule gave it', null=True)),
                ('rule_resolve', models.DurationField(blank=True, help_text='Working time to the resolution, as the rule gave it', null=True)),
                ('assignee_why', models.CharField(blank=True, help_text='Why they, or why nobody', max_length=300)),
                ('assignee_chosen', models.BooleanField(default=False, help_text='A person said who, or that nobody is: routing leaves it so')),
                ('complaints', models.PositiveIntegerField(default=0)),
                ('people', models.PositiveIntegerField(default=0)),
                ('first_seen', models.DateTimeField()),
                ('last_seen', models.DateTimeField()),
                ('resolution', models.CharField(blank=True, help_text='How it was resolved', max_length=300)),
                ('resolved_at', models.DateTimeField(blank=True, null=True)),
                ('back_on', models.DateField(blank=True, help_text='Archived until that day, UTC', null=True)),
                ('back_at', models.PositiveIntegerField(blank=True, help_text='Archived until it escalates, or has so many complaints', null=True)),
                ('holds', models.CharField(choices=[('alike', 'Complaints that are alike'), ('wordless', 'Complaints with no text to compare, until there is some'), ('noise', 'What was pressed by mistake, and spam')], default='alike', max_length=10)),
                ('phrases', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, help_text='What tells its complaints from the others, the most telling first', size=None)),
                ('named_for', models.PositiveIntegerField(default=1, help_text='How many complaints it had when its name was last looked at')),
                ('clock_from', models.DateTimeField(blank=True, help_text="Since when its due times run; none: they don't", null=True)),
                ('responded_at', models.DateTimeField(blank=True, help_text='When a person first did something to it since then', null=True)),
                ('respond_by', models.DateTimeField(blank=True, null=True)),
                ('resolve_by', models.DateTimeField(blank=True, null=True)),
                ('due_at', models.DateTimeField(db_default=datetime.datetime(9999, 1, 1, 0, 0, tzinfo=datetime.timezone.utc), default=datetime.datetime(9999, 1, 1, 0, 0, tzinfo=datetime.timezone.utc), help_text='The earlier of what is still to be done')),
                ('look_at', models.DateTimeField(blank=True, help_text='When time brings the next thing, or it must be reckoned', null=True)),
                ('waiting_since', models.DateTimeField(blank=True, null=True)),
                ('waiting_on', models.CharField(blank=True, db_default='', help_text='Whom, or what: its clocks stand', max_length=200)),
                ('waiting_until', models.DateTimeField(blank=True, null=True)),
                ('waited', models.DurationField(db_default=datetime.timedelta(0), default=datetime.timedelta(0), help_text='Working time, all told')),
                ('version', models.PositiveIntegerField(default=1, help_text='Rises with every act on it')),
                ('words', models.GeneratedField(db_persist=True, expression=models.Func(models.F('title'), models.F('phrases'), function='triage_title_words'), help_text='What its title and phrases are found by', output_field=django.contrib.postgres.search.SearchVectorField())),
                ('assignee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='assigned', to='feedback.member')),
                ('former_assignee', models.ForeignKey(blank=True, help_text='Who was on it and works issues no more, until somebody else is on it', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='left_behind', to='feedback.member')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_from', to='triage.issue')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='issues', to='feedback.project')),
            ],
        ),
        migrations.CreateModel(
            name='IssueCounter',
            fields=[
                ('project', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to='feedback.project')),
                ('last', models.PositiveIntegerField(default=0)),
                ('turn', models.BigIntegerField(default=0, help_text='Rises with each change to centres')),
            ],
        ),
        migrations.CreateModel(
            name='Search',
            fields=[
                ('project', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search', serialize=False, to='feedback.project')),
                ('at', models.DateTimeField()),
                ('placed', models.PositiveIntegerField(help_text='How many complaints stood in issues then')),
            ],
        ),
        migrations.CreateModel(
            name='ComplaintVector',
            fields=[
                ('pk', models.CompositePrimaryKey('feedback', 'model', blank=True, editable=False, primary_key=True, serialize=False)),
                ('model', models.CharField(max_length=100)),
                ('vector', pgvector.django.vector.VectorField()),
                ('feedback', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to='feedback.feedback')),
            ],
        ),
        migrations.CreateModel(
            name='Grouping',
            fields=[
                ('project', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='grouping', serialize=False, to='feedback.project')),
                ('apply_from', models.FloatField(blank=True, default=0.95, help_text='Confidence from which proposals are applied without asking; none: never', null=True)),
                ('consolidated_at', models.DateTimeField(blank=True, null=True)),
                ('consolidating_since', models.DateTimeField(blank=True, help_text='A round was asked for or began, and has not ended', null=True)),
                ('space', models.CharField(default='minilm', help_text='The space that complaints are compared in', max_length=100)),
                ('moving_to', models.CharField(blank=True, help_text='The space they are being read into', max_length=100)),
                ('model', models.CharField(blank=True, help_text='Whose vectors are compared; none before the first', max_length=100)),
                ('trouble', models.CharField(blank=True, help_text="Why complaints can't be read now", max_length=300)),
                ('moving_trouble', models.CharField(blank=True, help_text="Why they can't be read into the other space now", max_length=300)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('apply_from__isnull', True), models.Q(('apply_from__gte', 0.5), ('apply_from__lte', 1)), _connector='OR'), name='grouping_apply_from_is_a_confidence')],
            },
        ),
        migrations.CreateModel(
            name='IssueCentre',
            fields=[
                ('issue', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='centre', serialize=False, to='triage.issue')),
                ('model', models.CharField(max_length=100)),
                ('total', pgvector.django.vector.VectorField()),
                ('count', models.PositiveIntegerField()),
                ('turn', models.BigIntegerField(help_text='Of the change that wrote it')),
                ('signs', models.GeneratedField(db_persist=True, expression=models.Func(models.F('total'), function='binary_quantize'), help_text='Which of its numbers are above 0: by it the nearest are looked for', output_field=triage.models.placements.BitsField())),
            ],
        ),
        migrations.CreateModel(
            name='Suggestion',
            fields=[
                ('issue', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='suggestion', serialize=False, to='triage.issue')),
                ('confidence', models.FloatField(help_text='0 to 1')),
                ('applied', models.BooleanField(default=False, help_text='It gave the issue its owner')),
                ('made_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('likeness', 'Alike'), ('term_conflict', 'Teams disagree'), ('source_conflict', 'Sources disagree'), ('charged_source', 'Source draws complaints'), ('expired_source', 'Expired source'), ('confident_wrong', 'Confident and wrong'), ('novelty', 'New questions'), ('escalation', 'Escalation')], max_length=16)),
                ('subject', models.CharField(help_text='What it is about: the same whenever it is found again', max_length=200)),
                ('evidence', models.JSONField(help_text='What it says, by which definition, with its figures')),
                ('found_at', models.DateTimeField()),
                ('lapsed_at', models.DateTimeField(blank=True, help_text='Since when it does not hold', null=True)),
                ('feedback', models.ManyToManyField(blank=True, help_text='The complaints that it rests on', related_name='findings', to='feedback.feedback')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='feedback.project')),
                ('issue', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='triage.issue')),
            ],
        ),
        migrations.CreateModel(
            name='IssueActivity',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('actor', models.CharField(max_length=250)),
                ('verb', models.CharField(max_length=60)),
                ('data', models.JSONField(default=dict)),
                ('issue', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='activity', to='triage.issue')),
            ],
            options={
                'verbose_name_plural': 'issue activity',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='IssueFacet',
            fields=[
                ('pk', models.CompositePrimaryKey('issue', 'facet', blank=True, editable=False, primary_key=True, serialize=False)),
                ('facet', models.UUIDField()),
                ('complaints', models.PositiveIntegerField()),
                ('issue', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='facets', to='triage.issue')),
            ],
        ),
        migrations.CreateModel(
            name='MemberNotice',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('mention', 'Mentioned'), ('due', 'Due')], max_length=10)),
                ('words', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('issue', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='triage.issue')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='feedback.member')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Owner',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('slug', models.SlugField()),
                ('name', models.CharField(max_length=100)),
                ('catches_all', models.BooleanField(default=False)),
                ('assigns', models.CharField(choices=[('nobody', 'Nobody: people take issues themselves'), ('rotation', 'In turn'), ('load', 'To whoever has most room')], default='nobody', help_text='Who in the team gets an issue', max_length=10)),
                ('zone', models.CharField(default='UTC', help_text='Time zone of its hours', max_length=64)),
                ('week', models.JSONField(default=triage.models.owners.office_week, help_text="From Monday: each day's working intervals, in minutes from midnight")),
                ('holidays', django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), blank=True, default=list, size=None)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='owners', to='feedback.project')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.AddField(
            model_name='issue',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='issues', to='triage.owner'),
        ),
        migrations.CreateModel(
            name='Placement',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('similarity', models.FloatField(blank=True, help_text='Mean cosine to the complaints that were there; none where it opened the issue, or followed the same words', null=True)),
                ('by', models.CharField(choices=[('clustering', 'Clustering'), ('person', 'A person')], max_length=12)),
                ('wording', models.BigIntegerField(help_text='Digest of the words it is compared by; none where there are none', null=True)),
                ('voter', models.CharField(help_text="The complaint's, to count people by", max_length=220)),
                ('why', models.CharField(max_length=300)),
                ('placed_at', models.DateTimeField()),
                ('given_at', models.DateTimeField(editable=False, null=True)),
                ('facets', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), db_default=[], default=list, editable=False, help_text='Ids of its team, cohort, release, reasons, sources and tags', size=None)),
                ('words', django.contrib.postgres.search.SearchVectorField(editable=False, null=True)),
                ('feedback', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='placement', to='feedback.feedback')),
                ('issue', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='triage.issue')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='placements', to='feedback.project')),
            ],
        ),
        migrations.CreateModel(
            name='PriorityPolicy',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField()),
                ('weights', models.JSONField()),
                ('medium_from', models.PositiveSmallIntegerField()),
                ('high_from', models.PositiveSmallIntegerField()),
                ('urgent_from', models.PositiveSmallIntegerField()),
                ('importance', models.JSONField(blank=True, default=dict)),
                ('saved_by', models.CharField(max_length=250)),
                ('saved_at', models.DateTimeField()),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='priority_policies', to='feedback.project')),
            ],
            options={
                'verbose_name_plural': 'priority policies',
                'ordering': ['-version'],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('merge', 'Merge'), ('split', 'Split'), ('move', 'Move')], max_length=8)),
                ('feedback', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list, size=None)),
                ('confidence', models.FloatField(help_text='Share of runs and pairs that agree, 0 to 1')),
                ('why', models.CharField(max_length=500)),
                ('evidence', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('open', 'Waits for a decision'), ('applied', 'Applied'), ('rejected', 'Rejected'), ('overtaken', 'Overtaken by other changes')], default='open', max_length=10)),
                ('made_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.CharField(blank=True, max_length=250)),
                ('activity', models.ForeignKey(blank=True, help_text='What applying it did, to undo it by', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='proposals', to='triage.issueactivity')),
                ('issue', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='triage.issue')),
                ('other', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='proposals_as_other', to='triage.issue')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='feedback.project')),
            ],
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60)),
                ('query', models.TextField(blank=True)),
                ('shared', models.BooleanField(default=False)),
                ('deleted_at', models.DateTimeField(blank=True, null=True)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to='feedback.member')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to='feedback.project')),
            ],
        ),
        migrations.CreateModel(
            name='DefaultView',
            fields=[
                ('member', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to='feedback.member')),
                ('view', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='default_of', to='triage.savedview')),
            ],
        ),
        migrations.CreateModel(
            name='StepTaken',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('clock', models.CharField(max_length=8)),
                ('percent', models.PositiveSmallIntegerField()),
                ('since', models.DateTimeField(help_text='When the clock had begun')),
                ('at', models.DateTimeField()),
                ('issue', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps_taken', to='triage.issue')),
            ],
        ),
        migrations.CreateModel(
            name='Suggesting',
            fields=[
                ('project', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='suggesting', serialize=False, to='feedback.project')),
                ('apply_from', models.FloatField(blank=True, help_text='Confidence from which a suggestion gives the owner; none: it is only shown', null=True)),
                ('learnt_at', models.DateTimeField(blank=True, null=True)),
                ('decisions', models.PositiveIntegerField(default=0, help_text='That there were then')),
                ('trouble', models.CharField(blank=True, help_text='Why nothing could be learnt', max_length=100)),
                ('model', models.CharField(blank=True, help_text='Whose vectors it is about', max_length=100)),
                ('owners', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list, size=None)),
                ('weights', models.BinaryField(default=bytes, help_text='float32, a row for each owner, the offset last')),
                ('sharpness', models.FloatField(default=0)),
                ('doubt', models.FloatField(default=1)),
                ('tenths', models.JSONField(default=list, help_text='By tenths of confidence: decisions tried, and foretold rightly')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('apply_from__isnull', True), models.Q(('apply_from__gte', 0.5), ('apply_from__lte', 1)), _connector='OR'), name='suggesting_apply_from_is_a_confidence')],
            },
        ),
        migrations.CreateModel(
            name='TeamMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('capacity', models.PositiveSmallIntegerField(default=10, help_text='Open issues of the team at once; with 0 they are given none')),
                ('turn', models.PositiveBigIntegerField(default=0, help_text='The higher, the later they were given an issue')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='feedback.member')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='triage.owner')),
            ],
            options={
                'ordering': ['member__user__email'],
            },
        ),
        migrations.AddField(
            model_name='owner',
            name='members',
            field=models.ManyToManyField(blank=True, related_name='owner_teams', through='triage.TeamMember', to='feedback.member'),
        ),
        migrations.CreateModel(
            name='Verdict',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('says', models.CharField(choices=[('moved', 'These belong there'), ('merged', 'These are one'), ('split', 'These are two'), ('apart', 'Never merge these'), ('whole', "Don't split this")], max_length=12)),
                ('feedback', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), blank=True, default=list, size=None)),
                ('evidence', models.JSONField(default=list, help_text='Pairs [likeness beyond the background from 0 to 1, whether together]')),
                ('actor', models.CharField(max_length=250)),
                ('at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, help_text='The act was undone', null=True)),
                ('activity', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='verdicts', to='triage.issueactivity')),
                ('issue', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='verdicts', to='triage.issue')),
                ('other', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='verdicts_as_other', to='triage.issue')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='verdicts', to='feedback.project')),
            ],
        ),
        migrations.CreateModel(
            name='DueTimes',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField()),
                ('times', models.JSONField(help_text='{"urgent": ["1h", "8h"]}: working time by priority')),
                ('steps', models.JSONField(help_text='[[75, "assignee", false]]: percent, whom to tell, raises')),
                ('saved_by', models.CharField(max_length=250)),
                ('saved_at', models.DateTimeField()),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='due_times', to='feedback.project')),
            ],
            options={
                'verbose_name_plural': 'due times',
                'ordering': ['-version'],
                'constraints': [models.UniqueConstraint(fields=('project', 'version'), name='due_version_unique')],
            },
        ),
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('rules', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='handover', serialize=False, to='triage.ownershiprules')),
                ('issues', models.PositiveIntegerField(help_text='Open ones, when it began')),
                ('seen', models.PositiveIntegerField(default=0, help_text='How many of them were looked at')),
                ('moved', models.PositiveIntegerField(default=0, help_text='How many got another owner, priority or times')),
                ('reached', models.UUIDField(blank=True, help_text='The last that was looked at', null=True)),
                ('went_on_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, help_text='All were looked at, or a later version overtook it', null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['went_on_at'], name='handover_under_way')],
                'constraints': [models.CheckConstraint(condition=models.Q(('moved__lte', models.F('seen')), ('seen__lte', models.F('issues'))), name='handover_counts_fit')],
            },
        ),
        migrations.AddConstraint(
            model_name='ownershiprules',
            constraint=models.UniqueConstraint(fields=('project', 'version'), name='rules_version_unique'),
        ),
        migrations.AddField(
            model_name='issuecentre',
            name='project',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.project'),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='suggestions', to='triage.owner'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.UniqueConstraint(fields=('project', 'kind', 'subject'), name='finding_once'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'likeness'), _negated=True), name='finding_not_likeness'),
        ),
        migrations.AddIndex(
            model_name='issuefacet',
            index=models.Index(fields=['facet', 'issue'], name='facet_of_issues'),
        ),
        migrations.AddIndex(
            model_name='membernotice',
            index=models.Index(fields=['member', '-id'], name='notices_of_member'),
        ),
        migrations.AddIndex(
            model_name='membernotice',
            index=models.Index(condition=models.Q(('read_at', None)), fields=['member'], name='notices_unread'),
        ),
        migrations.AddIndex(
            model_name='issue',
            index=models.Index(fields=['project', 'status', '-priority', '-score', 'id'], name='issue_queue'),
        ),
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
            model_name='issue',
            index=models.Index(fields=['project', 'owner', 'status'], name='issue_by_owner'),
        ),
        migrations.AddIndex(
            model_name='issue',
            index=models.Index(condition=models.Q(('status', 'unresolved')), fields=['owner', 'assignee', 'former_assignee', 'first_seen'], name='issue_at_work'),
        ),
        migrations.AddIndex(
            model_name='issue',
            index=models.Index(fields=['project', 'status', 'due_at', 'id'], name='issue_by_due'),
        ),
        migrations.AddIndex(
            model_name='issue',
            index=models.Index(condition=models.Q(('look_at__isnull', False)), fields=['look_at'], name='issue_to_look_at'),
        ),
        migrations.AddIndex(
            model_name='issue',
            index=models.Index(condition=models.Q(('holds', 'alike'), _negated=True), fields=['project'], name='issue_set_aside'),
        ),
        migrations.AddIndex(
            model_name='issue',
            index=models.Index(condition=models.Q(models.Q(('complaints__gte', django.db.models.expressions.CombinedExpression(models.Value(2), '*', models.F('named_for'))), models.Q(('complaints__gt', 0), ('named_for__gt', 1), ('named_for__gte', django.db.models.expressions.CombinedExpression(models.Value(2), '*', models.F('complaints')))), _connector='OR'), ('holds', 'alike')), fields=['project'], name='issue_to_name'),
        ),
        migrations.AddIndex(
            model_name='issue',
            index=models.Index(condition=models.Q(('back_on__isnull', False), ('back_at__isnull', False), _connector='OR'), fields=['back_on', 'back_at'], name='issue_returning'),
        ),
        migrations.AddIndex(
            model_name='issue',
            index=models.Index(models.F('project'), models.OrderBy(models.F('scored_at'), nulls_first=True), condition=models.Q(('status', 'unresolved')), name='issue_to_score'),
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.UniqueConstraint(fields=('project', 'number'), name='issue_number_unique'),
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.CheckConstraint(condition=models.Q(('status', 'merged'), ('merged_into__isnull', True), _connector='XOR'), name='issue_merged_into_one'),
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.CheckConstraint(condition=models.Q(('status', 'unresolved'), ('substatus', ''), _connector='XOR'), name='issue_substatus_while_unresolved'),
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('back_on', None), ('back_at', None)), models.Q(('status', 'archived'), models.Q(('back_on', None), ('back_at', None), _connector='OR')), _connector='OR'), name='issue_back_from_archive_one_way'),
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.CheckConstraint(condition=models.Q(('waiting_since__isnull', True), models.Q(('waiting_on', ''), _negated=True), _connector='XOR'), name='issue_waits_on_something'),
        ),
        migrations.AddConstraint(
            model_name='issue',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'escalation'), _negated=True), name='issue_of_a_kind_of_its_own'),
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
            model_name='placement',
            index=models.Index(fields=['project', 'placed_at', 'id'], name='placement_in_order'),
        ),
        migrations.AddIndex(
            model_name='placement',
            index=models.Index(fields=['issue', 'voter'], name='placement_by_voter'),
        ),
        migrations.AddIndex(
            model_name='placement',
            index=models.Index(fields=['project', 'wording', 'placed_at'], name='placement_by_wording'),
        ),
        migrations.AddConstraint(
            model_name='prioritypolicy',
            constraint=models.UniqueConstraint(fields=('project', 'version'), name='policy_version_unique'),
        ),
        migrations.AddConstraint(
            model_name='prioritypolicy',
            constraint=models.CheckConstraint(condition=models.Q(('high_from__lt', models.F('urgent_from')), ('medium_from__lt', models.F('high_from'))), name='policy_thresholds_rise'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['project', 'state', '-confidence'], name='proposals_waiting'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'merge'), _negated=True), ('other__isnull', False), _connector='OR'), name='merge_names_both'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('other__isnull', True), models.Q(('other', models.F('issue')), _negated=True), _connector='OR'), name='proposal_of_two'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'merge'), ('state', 'open')), fields=('issue', 'other'), name='proposal_merge_once'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(models.F('member'), django.db.models.functions.text.Lower('name'), condition=models.Q(('deleted_at', None), ('shared', False)), name='view_own_name_unique'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(models.F('project'), django.db.models.functions.text.Lower('name'), condition=models.Q(('deleted_at', None), ('shared', True)), name='view_shared_name_unique'),
        ),
        migrations.AddConstraint(
            model_name='steptaken',
            constraint=models.UniqueConstraint(fields=('issue', 'clock', 'percent', 'since'), name='step_taken_once'),
        ),
        migrations.AddConstraint(
            model_name='teammember',
            constraint=models.UniqueConstraint(fields=('owner', 'member'), name='team_member_once'),
        ),
        migrations.AddConstraint(
            model_name='owner',
            constraint=models.UniqueConstraint(fields=('project', 'slug'), name='owner_slug_unique'),
        ),
        migrations.AddConstraint(
            model_name='owner',
            constraint=models.UniqueConstraint(condition=models.Q(('catches_all', True)), fields=('project',), name='owner_one_catches_all'),
        ),
        migrations.AddIndex(
            model_name='verdict',
            index=models.Index(condition=models.Q(('withdrawn_at__isnull', True)), fields=['project', 'says'], name='verdict_standing'),
        ),
        migrations.AddConstraint(
            model_name='verdict',
            constraint=models.CheckConstraint(condition=models.Q(('other__isnull', True), models.Q(('other', models.F('issue')), _negated=True), _connector='OR'), name='verdict_of_two'),
        ),
        migrations.AddConstraint(
            model_name='verdict',
            constraint=models.CheckConstraint(condition=models.Q(('says', 'whole'), ('other__isnull', False), _connector='XOR'), name='verdict_names_both'),
        ),
        migrations.AddIndex(
            model_name='issuecentre',
            index=models.Index(fields=['project', 'turn'], name='centre_by_turn'),
        ),
        migrations.AddIndex(
            model_name='issuecentre',
            index=models.Index(condition=models.Q(('count__gt', 0)), fields=['project', 'model'], include=('issue', 'signs'), name='centre_signs'),
        ),
        migrations.RunSQL(_sql("due_again.sql"), migrations.RunSQL.noop),
        migrations.RunSQL(_sql("facets.sql"), migrations.RunSQL.noop),
        migrations.RunSQL(_sql("following.sql"), migrations.RunSQL.noop),
    ]
