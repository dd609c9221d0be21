from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('triage', '0008_spaces'),
    ]

    operations = [
        migrations.AddField(
            model_name='placement',
            name='wording',
            field=models.BigIntegerField(help_text='Digest of the words it is compared by; none where there are none', null=True),
        ),
        # What was read before counts as it did: each complaint by itself.
        migrations.RunSQL(
            "UPDATE triage_placement AS placement SET wording = hashtextextended(placement.feedback_id::text, 0) FROM triage_complaintvector AS vector WHERE vector.feedback_id = placement.feedback_id",
            migrations.RunSQL.noop,
        ),
        migrations.AddIndex(
            model_name='placement',
            index=models.Index(fields=['project', 'wording', 'placed_at'], name='placement_by_wording'),
        ),
        migrations.AlterField(
            model_name='placement',
            name='similarity',
            field=models.FloatField(blank=True, help_text='Mean cosine to the complaints that were there; none where it opened the issue, or followed the same words', null=True),
        ),
    ]
