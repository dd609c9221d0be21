from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reporting', '0018_digests_by_cohort'),
    ]

    operations = [
        migrations.AlterField(
            model_name='promise',
            name='measure',
            field=models.CharField(choices=[('satisfaction', 'Satisfaction'), ('active_share', 'Active share of a week'), ('complaint_rate', 'Complaint rate'), ('audited_quality', 'Audited quality')], max_length=40),
        ),
    ]
