"""What people said: tables, the audit trail that is only appended to, and the one function that
records words.
"""

from pathlib import Path

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models



def _sql(name):
    return Path(__file__).with_name("sql").joinpath(name).read_text()


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ("feedback", "0001_initial"),
        ("feedback", "0002_audit_append_only"),
        ("feedback", "0003_capture_in_depth"),
        ("feedback", "0004_record_words"),
        ("feedback", "0005_reading_indexes"),
        ("feedback", "0006_retired_reasons"),
        ("feedback", "0007_reason_severity"),
        ("feedback", "0008_release_owner"),
        ("feedback", "0009_answer_tags"),
    ]

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Cohort',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('slug', models.CharField(max_length=100)),
                ('name', models.CharField(max_length=100)),
                ('onboarding', models.CharField(blank=True, max_length=100)),
                ('started_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ['name'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Project',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('slug', models.SlugField(unique=True)),
                ('name', models.CharField(max_length=200)),
                ('prefix', models.CharField(help_text='Begins the short ids of its issues: HR-142', max_length=8)),
                ('language', models.CharField(default='en', max_length=8)),
                ('takes_anonymous', models.BooleanField(default=True, help_text='Whether a vote without a signed person is taken')),
                ('masking', models.CharField(choices=[('off', 'Store it as it comes'), ('mask', 'Mask it'), ('refuse', 'Refuse the text')], default='mask', help_text='What happens to personal data in what people and assistants write', max_length=10)),
                ('shows_sources', models.BooleanField(default=False, help_text="Whether readers without a token see an answer's sources too")),
                ('key_limit', models.PositiveIntegerField(default=12000)),
                ('person_limit', models.PositiveIntegerField(default=60)),
                ('address_limit', models.PositiveIntegerField(default=1200)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254)),
                ('name', models.CharField(blank=True, max_length=150)),
                ('is_active', models.BooleanField(default=True)),
                ('is_staff', models.BooleanField(default=False)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('external_id', models.CharField(max_length=200)),
                ('stub', models.BooleanField(default=False)),
                ('question', models.TextField(blank=True)),
                ('text', models.TextField(blank=True)),
                ('language', models.CharField(blank=True, max_length=16)),
                ('model', models.CharField(blank=True, max_length=100)),
                ('prompt_version', models.CharField(blank=True, max_length=100)),
                ('conversation', models.CharField(blank=True, max_length=200)),
                ('confidence', models.FloatField(blank=True, help_text='As stated, 0 to 1', null=True)),
                ('abstained', models.BooleanField(default=False)),
                ('latency_ms', models.PositiveIntegerField(blank=True, null=True)),
                ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), blank=True, db_default=[], default=list, help_text="The host's own words for it", size=None)),
                ('asked_at', models.DateTimeField(help_text="When it was given, by the host's clock")),
                ('recorded_at', models.DateTimeField(help_text='When it was stored or last completed')),
                ('cohort', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to='feedback.cohort')),
            ],
        ),
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('rating', models.SmallIntegerField(choices=[(-1, 'down'), (0, 'none'), (1, 'up')], default=0)),
                ('reasons', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=50), blank=True, default=list, size=None)),
                ('comment', models.TextField(blank=True)),
                ('withdrawn', models.BooleanField(default=False)),
                ('voter', models.CharField(max_length=220)),
                ('channel', models.CharField(choices=[('api', 'API'), ('widget', 'Widget'), ('import', 'Import')], max_length=10)),
                ('suspect', models.BooleanField(db_default=False, default=False, help_text='Came in a burst: kept, but in no figure until somebody looked')),
                ('complains', models.BooleanField(help_text='Says that something is wrong, and stands')),
                ('revision', models.PositiveIntegerField(default=1)),
                ('given_at', models.DateTimeField(help_text="When it was first said, by the sender's clock")),
                ('recorded_at', models.DateTimeField(help_text='When this revision was stored')),
                ('answer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='feedback', to='feedback.answer')),
                ('cohort', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to='feedback.cohort')),
            ],
            options={
                'verbose_name_plural': 'feedback',
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('text', models.TextField()),
                ('proposed_at', models.DateTimeField()),
                ('feedback', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='correction', to='feedback.feedback')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MarkedSpan',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
                ('quote', models.TextField()),
                ('feedback', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='spans', to='feedback.feedback')),
            ],
            options={
                'ordering': ['start'],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('external_id', models.CharField(max_length=200)),
                ('onboarding', models.CharField(blank=True, db_default='', help_text='How they were brought in', max_length=100)),
                ('onboarded_on', models.DateField(blank=True, null=True)),
                ('registered_at', models.DateTimeField()),
                ('left_at', models.DateTimeField(blank=True, null=True)),
                ('cohort', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to='feedback.cohort')),
                ('project', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='people', to='feedback.project')),
            ],
            options={
                'verbose_name_plural': 'people',
            },
        ),
        migrations.AddField(
            model_name='feedback',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to='feedback.person'),
        ),
        migrations.AddField(
            model_name='answer',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to='feedback.person'),
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('viewer', 'Viewer'), ('triager', 'Triager'), ('manager', 'Manager'), ('admin', 'Admin')], max_length=10)),
                ('left_at', models.DateTimeField(blank=True, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='feedback.project')),
            ],
            options={
                'ordering': ['user__email'],
            },
        ),
        migrations.CreateModel(
            name='MaskCount',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('kind', models.CharField(max_length=20)),
                ('refused', models.BooleanField(default=False)),
                ('count', models.PositiveBigIntegerField()),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.project')),
            ],
            options={
                'ordering': ['day', 'kind'],
            },
        ),
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('file', models.CharField(max_length=500)),
                ('fingerprint', models.CharField(max_length=64)),
                ('started_at', models.DateTimeField()),
                ('lines_done', models.PositiveBigIntegerField(default=0)),
                ('rejects_bytes', models.PositiveBigIntegerField(default=0)),
                ('report', models.JSONField(default=dict)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.project')),
            ],
        ),
        migrations.CreateModel(
            name='FeedbackRevision',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('rating', models.SmallIntegerField(choices=[(-1, 'down'), (0, 'none'), (1, 'up')], default=0)),
                ('reasons', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=50), blank=True, default=list, size=None)),
                ('comment', models.TextField(blank=True)),
                ('withdrawn', models.BooleanField(default=False)),
                ('number', models.PositiveIntegerField()),
                ('correction', models.TextField(blank=True)),
                ('spans', models.JSONField(default=list)),
                ('flags', models.JSONField(db_default=[], default=list)),
                ('event_id', models.CharField(blank=True, max_length=200, null=True)),
                ('given_at', models.DateTimeField()),
                ('recorded_at', models.DateTimeField()),
                ('feedback', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='feedback.feedback')),
                ('project', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.project')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.AddField(
            model_name='feedback',
            name='project',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='feedback', to='feedback.project'),
        ),
        migrations.AddField(
            model_name='cohort',
            name='project',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='feedback.project'),
        ),
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('actor', models.CharField(max_length=250)),
                ('verb', models.CharField(max_length=60)),
                ('subject', models.CharField(max_length=250)),
                ('data', models.JSONField(default=dict)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.project')),
            ],
        ),
        migrations.CreateModel(
            name='ApiKey',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('secret', 'Secret, for servers'), ('public', 'Public, for browsers'), ('signing', 'Signing, for who is voting')], max_length=10)),
                ('name', models.CharField(max_length=100)),
                ('prefix', models.CharField(max_length=20)),
                ('secret_hash', models.CharField(blank=True, max_length=64)),
                ('public_half', models.TextField(blank=True)),
                ('origins', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None)),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), blank=True, default=list, help_text='What it opens; empty: all that a key of its kind may open', size=None)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField(blank=True, null=True)),
                ('last_used_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('replaces', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='successors', to='feedback.apikey')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='feedback.project')),
            ],
            options={
                'ordering': ['created_at'],
            },
        ),
        migrations.AddField(
            model_name='answer',
            name='project',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='feedback.project'),
        ),
        migrations.CreateModel(
            name='Announcement',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('announced_at', models.DateTimeField()),
                ('feedback', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.feedback')),
                ('project', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.project')),
            ],
        ),
        migrations.CreateModel(
            name='Reason',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(allow_unicode=True)),
                ('label', models.CharField(max_length=100)),
                ('cause', models.CharField(choices=[('model', 'the model'), ('knowledge', 'the knowledge'), ('integration', 'the integration'), ('presentation', 'the presentation')], max_length=20)),
                ('severity', models.PositiveSmallIntegerField(choices=[(1, 'low'), (2, 'medium'), (3, 'high')], db_default=2, default=2)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reasons', to='feedback.project')),
            ],
            options={
                'ordering': [models.OrderBy(models.F('retired_at'), nulls_first=True), 'position'],
            },
        ),
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=100)),
                ('owner', models.CharField(blank=True, db_default='', help_text='Who answers for it', max_length=200)),
                ('first_seen', models.DateTimeField()),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='releases', to='feedback.project')),
            ],
            options={
                'ordering': ['first_seen'],
            },
        ),
        migrations.AddField(
            model_name='feedback',
            name='release',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, help_text="The answer's, kept here too so that lists can be filtered by it", null=True, on_delete=django.db.models.deletion.SET_NULL, to='feedback.release'),
        ),
        migrations.AddField(
            model_name='answer',
            name='release',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to='feedback.release'),
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('external_id', models.CharField(max_length=500)),
                ('uri', models.CharField(blank=True, max_length=2000)),
                ('title', models.CharField(blank=True, max_length=500)),
                ('version', models.CharField(blank=True, max_length=100)),
                ('owner', models.CharField(blank=True, help_text='Who answers for the document', max_length=200)),
                ('status', models.CharField(choices=[('approved', 'Approved'), ('draft', 'Draft'), ('withdrawn', 'Withdrawn'), ('unknown', 'Unknown')], default='unknown', max_length=10)),
                ('approved_until', models.DateField(blank=True, null=True)),
                ('reviewed_at', models.DateField(blank=True, null=True)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sources', to='feedback.project')),
            ],
            options={
                'ordering': ['external_id'],
            },
        ),
        migrations.CreateModel(
            name='Citation',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('passage', models.TextField(blank=True)),
                ('score', models.FloatField(blank=True, null=True)),
                ('answer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='feedback.answer')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='feedback.source')),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='SourceFlag',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('says', models.CharField(choices=[('out_of_date', 'This source is out of date'), ('doesnt_say', "It doesn't say that"), ('unreachable', "I can't open it")], max_length=20)),
                ('feedback', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='flags', to='feedback.feedback')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='flags', to='feedback.source')),
            ],
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('slug', models.CharField(max_length=100)),
                ('name', models.CharField(max_length=100)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='feedback.project')),
            ],
            options={
                'ordering': ['name'],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='person',
            name='team',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to='feedback.team'),
        ),
        migrations.AddField(
            model_name='feedback',
            name='team',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to='feedback.team'),
        ),
        migrations.CreateModel(
            name='Exposure',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('viewer', models.CharField(max_length=220)),
                ('seen_at', models.DateTimeField(help_text="When it was first seen, by the sender's clock")),
                ('recorded_at', models.DateTimeField()),
                ('answer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='exposures', to='feedback.answer')),
                ('cohort', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to='feedback.cohort')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to='feedback.person')),
                ('project', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.project')),
                ('team', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to='feedback.team')),
            ],
        ),
        migrations.AddField(
            model_name='answer',
            name='team',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to='feedback.team'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_unique'),
        ),
        migrations.AddConstraint(
            model_name='markedspan',
            constraint=models.CheckConstraint(condition=models.Q(('end__gt', models.F('start'))), name='span_has_length'),
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.UniqueConstraint(fields=('project', 'user'), name='member_once'),
        ),
        migrations.AddConstraint(
            model_name='maskcount',
            constraint=models.UniqueConstraint(fields=('project', 'day', 'kind', 'refused'), name='mask_count_unique'),
        ),
        migrations.AddConstraint(
            model_name='importrun',
            constraint=models.UniqueConstraint(fields=('project', 'fingerprint'), name='import_once'),
        ),
        migrations.AddConstraint(
            model_name='feedbackrevision',
            constraint=models.UniqueConstraint(fields=('feedback', 'number'), name='revision_number_unique'),
        ),
        migrations.AddConstraint(
            model_name='feedbackrevision',
            constraint=models.UniqueConstraint(condition=models.Q(('event_id__isnull', False)), fields=('project', 'event_id'), name='revision_event_once'),
        ),
        migrations.AddConstraint(
            model_name='cohort',
            constraint=models.UniqueConstraint(fields=('project', 'slug'), name='cohort_slug_unique'),
        ),
        migrations.AddIndex(
            model_name='auditevent',
            index=models.Index(fields=['project', 'subject'], name='audit_by_subject'),
        ),
        migrations.AddConstraint(
            model_name='apikey',
            constraint=models.UniqueConstraint(fields=('prefix',), name='key_prefix_unique'),
        ),
        migrations.AddConstraint(
            model_name='apikey',
            constraint=models.UniqueConstraint(condition=models.Q(('secret_hash', ''), _negated=True), fields=('secret_hash',), name='key_hash_unique'),
        ),
        migrations.AddConstraint(
            model_name='apikey',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'signing'), ('public_half', ''), _connector='XOR'), name='key_signing_has_public_half'),
        ),
        migrations.AddIndex(
            model_name='announcement',
            index=models.Index(fields=['project', 'id'], name='announcement_in_order'),
        ),
        migrations.AddConstraint(
            model_name='reason',
            constraint=models.UniqueConstraint(fields=('project', 'code'), name='reason_code_unique'),
        ),
        migrations.AddConstraint(
            model_name='reason',
            constraint=models.UniqueConstraint(models.F('project'), django.db.models.functions.text.Lower('label'), condition=models.Q(('retired_at', None)), name='reason_label_unique'),
        ),
        migrations.AddConstraint(
            model_name='release',
            constraint=models.UniqueConstraint(fields=('project', 'name'), name='release_name_unique'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.UniqueConstraint(fields=('project', 'external_id'), name='source_unique'),
        ),
        migrations.AddConstraint(
            model_name='citation',
            constraint=models.UniqueConstraint(fields=('answer', 'position'), name='citation_position_unique'),
        ),
        migrations.AddConstraint(
            model_name='sourceflag',
            constraint=models.UniqueConstraint(fields=('feedback', 'source', 'says'), name='flag_once'),
        ),
        migrations.AddConstraint(
            model_name='team',
            constraint=models.UniqueConstraint(fields=('project', 'slug'), name='team_slug_unique'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.UniqueConstraint(fields=('project', 'external_id'), name='person_unique'),
        ),
        migrations.AddIndex(
            model_name='feedback',
            index=models.Index(fields=['project', 'given_at'], name='feedback_by_day'),
        ),
        migrations.AddIndex(
            model_name='feedback',
            index=models.Index(fields=['project', 'recorded_at'], name='feedback_by_arrival'),
        ),
        migrations.AddIndex(
            model_name='feedback',
            index=models.Index(fields=['project', 'id'], name='feedback_newest'),
        ),
        migrations.AddIndex(
            model_name='feedback',
            index=models.Index(condition=models.Q(('team__isnull', False)), fields=['team', 'id'], name='feedback_of_team'),
        ),
        migrations.AddIndex(
            model_name='feedback',
            index=models.Index(condition=models.Q(('cohort__isnull', False)), fields=['cohort', 'id'], name='feedback_of_cohort'),
        ),
        migrations.AddIndex(
            model_name='feedback',
            index=models.Index(condition=models.Q(('release__isnull', False)), fields=['release', 'id'], name='feedback_of_release'),
        ),
        migrations.AddIndex(
            model_name='feedback',
            index=models.Index(condition=models.Q(('suspect', True)), fields=['project', 'id'], name='feedback_suspect'),
        ),
        migrations.AddIndex(
            model_name='feedback',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['reasons'], name='feedback_reasons'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.UniqueConstraint(fields=('answer', 'voter'), name='feedback_one_word'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(('rating__in', [-1, 0, 1])), name='feedback_rating_known'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(('complains', False), ('withdrawn', False), _connector='OR'), name='feedback_withdrawn_complains_not'),
        ),
        migrations.AddIndex(
            model_name='exposure',
            index=models.Index(fields=['project', 'seen_at'], name='exposure_by_day'),
        ),
        migrations.AddIndex(
            model_name='exposure',
            index=models.Index(fields=['project', 'recorded_at'], name='exposure_by_arrival'),
        ),
        migrations.AddConstraint(
            model_name='exposure',
            constraint=models.UniqueConstraint(fields=('answer', 'viewer'), name='exposure_once'),
        ),
        migrations.AddIndex(
            model_name='answer',
            index=models.Index(fields=['project', 'asked_at'], name='answer_by_day'),
        ),
        migrations.AddIndex(
            model_name='answer',
            index=models.Index(fields=['project', 'recorded_at'], name='answer_by_arrival'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.UniqueConstraint(fields=('project', 'external_id'), name='answer_unique'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(('confidence__isnull', True), models.Q(('confidence__gte', 0), ('confidence__lte', 1)), _connector='OR'), name='answer_confidence_is_a_share'),
        ),
        migrations.RunSQL(_sql("append_only.sql"), migrations.RunSQL.noop),
        migrations.RunSQL(_sql("record_words.sql"), migrations.RunSQL.noop),
    ]
