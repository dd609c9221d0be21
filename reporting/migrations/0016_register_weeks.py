"""How people stood in each week is kept with the register; the next fold makes it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reporting', '0015_homes'),
    ]

    operations = [
        migrations.AddField(
            model_name='register',
            name='weeks',
            field=models.BinaryField(default=bytes, help_text='How many of them used it in each'),
        ),
    ]
