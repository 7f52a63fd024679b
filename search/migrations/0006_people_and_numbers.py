from django.db import migrations

from search.index.triggers import watch

SHOWN = ("name", "role", "phone", "email", "consent_on", "consent_until")
OF_NETWORKS = [("netzwerk", "SELECT id FROM networks_network WHERE contact_id = {row}.id")]
BEFORE = watch("actors_contactperson", OF_NETWORKS, columns=("email", "consent_on", "consent_until"))
# What is written of an entry is another thing now: everything is written anew, by the next readers or, on a large
# stock, by `reindex_search --waiting`.
MARK_ALL = """
INSERT INTO search_dirty (kind, object_id) SELECT 'netzwerk', id FROM networks_network;
INSERT INTO search_dirty (kind, object_id) SELECT 'akteur', id FROM actors_actor;"""


class Migration(migrations.Migration):
    """People who agreed to be shown are found by name and function, numbers in any spelling."""

    dependencies = [
        ("search", "0005_index_state"),
        ("actors", "0012_blocking_records"),
        ("networks", "0017_read_rhythms_again"),
    ]

    operations = [
        migrations.RunSQL(BEFORE.reverse_sql, BEFORE.sql),
        watch(
            "actors_contactperson",
            [
                *OF_NETWORKS,
                ("netzwerk", "SELECT network_id FROM networks_membership WHERE contact_id = {row}.id"),
            ],
            columns=SHOWN,
        ),
        watch("actors_contactperson", [("akteur", "SELECT {row}.actor_id")], columns=SHOWN),
        migrations.RunSQL(MARK_ALL, migrations.RunSQL.noop),
    ]
