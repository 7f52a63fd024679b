"""The models get the name of the field for what they are; tables, columns, indexes and triggers keep theirs.

The tables are named first, so that renaming the models changes none of them. `RenameModel` stands by itself, not in a
`SeparateDatabaseAndState`: only then do Django's content types and permissions of the models get the new name, too.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("networks", "0014_narrower_days"),
    ]

    operations = [
        migrations.AlterModelTable(name="footprint", table="networks_footprint"),
        migrations.AlterModelTable(name="stalefootprint", table="networks_stalefootprint"),
        migrations.RenameModel(old_name="Footprint", new_name="BlockingRecord"),
        migrations.RenameModel(old_name="StaleFootprint", new_name="StaleBlockingRecord"),
        migrations.AlterField(
            model_name="blockingrecord",
            name="network",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                primary_key=True,
                related_name="blocking_record",
                serialize=False,
                to="networks.network",
            ),
        ),
    ]
