"""Owner teams that say who in them gets an issue. Whoever is on an issue so far was chosen by a
person."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("feedback", "0006_retired_reasons"),
        ("triage", "0014_priority_score"),
    ]

    operations = [
        migrations.AddField(
            model_name="owner",
            name="assigns",
            field=models.CharField(choices=[("nobody", "Nobody: people take issues themselves"), ("rotation", "In turn"), ("load", "To whoever has most room")], default="nobody", help_text="Who in the team gets an issue", max_length=10),
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("member", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="absence", serialize=False, to="feedback.member")),
                ("back_on", models.DateField(help_text="The first day on which they take issues again")),
            ],
        ),
        migrations.CreateModel(
            name="TeamMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("capacity", models.PositiveSmallIntegerField(default=10, help_text="Open issues of the team at once; with 0 they are given none")),
                ("turn", models.PositiveBigIntegerField(default=0, help_text="The higher, the later they were given an issue")),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="places", to="feedback.member")),
                ("owner", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="places", to="triage.owner")),
            ],
            options={"ordering": ["member__user__email"]},
        ),
        migrations.AddConstraint(
            model_name="teammember",
            constraint=models.UniqueConstraint(fields=("owner", "member"), name="team_member_once"),
        ),
        migrations.RunSQL(
            "INSERT INTO triage_teammember (owner_id, member_id, capacity, turn)"
            " SELECT owner_id, member_id, 10, 0 FROM triage_owner_members",
            migrations.RunSQL.noop,
        ),
        migrations.RemoveField(model_name="owner", name="members"),
        migrations.AddField(
            model_name="owner",
            name="members",
            field=models.ManyToManyField(blank=True, related_name="owner_teams", through="triage.TeamMember", to="feedback.member"),
        ),
        migrations.AddField(
            model_name="issue",
            name="assignee_why",
            field=models.CharField(blank=True, default="", help_text="Why they, or why nobody", max_length=300),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="issue",
            name="assignee_chosen",
            field=models.BooleanField(default=False, help_text="A person said who, or that nobody is: routing leaves it so"),
        ),
        migrations.AddField(
            model_name="issue",
            name="former_assignee",
            field=models.ForeignKey(blank=True, help_text="Who was on it and works issues no more, until somebody else is on it", null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="left_behind", to="feedback.member"),
        ),
        migrations.RunSQL(
            "UPDATE triage_issue SET assignee_chosen = true WHERE assignee_id IS NOT NULL",
            migrations.RunSQL.noop,
        ),
    ]
