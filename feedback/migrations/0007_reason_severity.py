from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# As a new project begins with; a project's own reasons go by what is at fault.
HIGH = ["wrong", "out_of_date", "should_not_have_answered", "unsafe"]


def judge(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    reasons = apps.get_model("feedback", "Reason").objects
    reasons.filter(code__in=HIGH).update(severity=3)
    reasons.filter(cause="presentation").update(severity=1)


class Migration(migrations.Migration):

    dependencies = [
        ('feedback', '0006_retired_reasons'),
    ]

    operations = [
        migrations.AddField(
            model_name='reason',
            name='severity',
            field=models.PositiveSmallIntegerField(choices=[(1, 'low'), (2, 'medium'), (3, 'high')], db_default=2, default=2),
        ),
        migrations.RunPython(judge, migrations.RunPython.noop),
    ]
