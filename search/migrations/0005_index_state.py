"""Entries, memberships and cases have a `State`, too: this one is the index's. Its table keeps its name.

The table is named first, so that renaming the model changes nothing in it; Django renames content type and permissions.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0004_known_days"),
    ]

    operations = [
        migrations.AlterModelTable(name="state", table="search_state"),
        migrations.RenameModel(old_name="State", new_name="IndexState"),
    ]
