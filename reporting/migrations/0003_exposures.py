"""What was seen, in the daily tables. All days are folded again, for what was sent before this."""

from django.db import migrations, models
from django.db.models import Q

REFOLD = "UPDATE reporting_foldstate SET folded_through = NULL, arrivals = ''"


class Migration(migrations.Migration):
    dependencies = [("reporting", "0002_left_days"), ("feedback", "0003_capture_in_depth")]

    operations = [
        migrations.AddField(
            "dailycount",
            "seen",
            models.PositiveIntegerField(
                default=0, help_text="Answers seen, once for each viewer"
            ),
        ),
        migrations.AddField(
            "dailycount",
            "seen_spoken",
            models.PositiveIntegerField(
                default=0, help_text="With a standing word of that viewer"
            ),
        ),
        migrations.AddField(
            "personday",
            "seen",
            models.PositiveIntegerField(
                default=0, help_text="Answers first seen; no use by itself"
            ),
        ),
        migrations.RemoveConstraint("personday", "person_day_used"),
        migrations.AddConstraint(
            "personday",
            models.CheckConstraint(
                condition=Q(answers__gt=0) | Q(words__gt=0) | Q(seen__gt=0),
                name="person_day_used",
            ),
        ),
        migrations.RunSQL(REFOLD, migrations.RunSQL.noop),
    ]
