from django.db import migrations

from search.index.triggers import watch


class Migration(migrations.Migration):
    """The search finds what members take on, and counts groups of members."""

    dependencies = [
        ("networks", "0019_commitments"),
        ("vocabulary", "0005_functions_and_resources"),
        ("search", "0003_snapshot"),
    ]

    operations = [
        watch("networks_commitment", [("netzwerk", "SELECT {row}.network_id")]),
        watch("networks_membergroup", [("netzwerk", "SELECT {row}.network_id")]),
        watch(
            "vocabulary_resourcekind",
            [("netzwerk", "SELECT network_id FROM networks_commitment WHERE resource_id = {row}.id")],
            columns=("name", "synonyms"),
        ),
    ]
