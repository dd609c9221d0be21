from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('feedback', '0006_retired_reasons'),
        ('triage', '0003_grouping_of_what_is_there'),
    ]

    operations = [
        migrations.AddField(
            model_name='issue',
            name='holds',
            field=models.CharField(choices=[('alike', 'Complaints that are alike'), ('wordless', 'Complaints with no text to compare, until there is some'), ('noise', 'What was pressed by mistake, and spam')], default='alike', max_length=10),
        ),
        migrations.RunSQL(
            "UPDATE triage_issue SET holds = 'wordless' WHERE wordless",
            "UPDATE triage_issue SET wordless = true WHERE holds = 'wordless'",
        ),
        migrations.RemoveField(
            model_name='issue',
            name='wordless',
        ),
        migrations.AddIndex(
            model_name='issue',
            index=models.Index(condition=models.Q(('holds', 'alike'), _negated=True), fields=['project'], name='issue_set_aside'),
        ),
    ]
