import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('feedback', '0006_retired_reasons'),
        ('triage', '0004_issue_holds'),
    ]

    operations = [
        migrations.AddField(
            model_name='issuecounter',
            name='turn',
            field=models.BigIntegerField(default=0, help_text='Rises with each change to centres'),
        ),
        migrations.AddField(
            model_name='issuecentre',
            name='turn',
            field=models.BigIntegerField(default=0, help_text='Of the change that wrote it'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='issuecentre',
            name='project',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.project', db_index=False),
        ),
        migrations.RunSQL(
            "UPDATE triage_issuecentre AS centre SET project_id = issue.project_id FROM triage_issue AS issue WHERE issue.id = centre.issue_id; SET CONSTRAINTS ALL IMMEDIATE",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name='issuecentre',
            name='project',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.project', db_index=False),
        ),
        migrations.AddIndex(
            model_name='issuecentre',
            index=models.Index(fields=['project', 'turn'], name='centre_by_turn'),
        ),
        migrations.AddField(
            model_name='placement',
            name='voter',
            field=models.CharField(default='', help_text="The complaint's, to count people by", max_length=220),
            preserve_default=False,
        ),
        migrations.RunSQL(
            "UPDATE triage_placement AS placement SET voter = feedback.voter FROM feedback_feedback AS feedback WHERE feedback.id = placement.feedback_id",
            migrations.RunSQL.noop,
        ),
        migrations.AddIndex(
            model_name='placement',
            index=models.Index(fields=['issue', 'voter'], name='placement_by_voter'),
        ),
    ]
