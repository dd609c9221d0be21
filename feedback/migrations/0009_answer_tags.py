"""What hosts call answers by. A default of the database's own: no row is written again."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('feedback', '0008_release_owner'),
    ]

    operations = [
        migrations.AddField(
            model_name='answer',
            name='tags',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), blank=True, db_default=[], default=list, help_text="The host's own words for it", size=None),
        ),
    ]
