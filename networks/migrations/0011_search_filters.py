from django.db import migrations

from search.index.triggers import watch

COORDINATED_OR_SITTING = [
    ("netzwerk", "SELECT network_id FROM networks_membership WHERE actor_id = {row}.id"),
    ("netzwerk", "SELECT id FROM networks_network WHERE coordinator_id = {row}.id OR committee_id = {row}.id"),
]
BEFORE = watch(
    "actors_actor",
    COORDINATED_OR_SITTING,
    columns=("name", "short_name", "review_status", "latitude", "longitude"),
)
# What is written of an entry is another thing now: everything is written anew, by the next readers or, on a large
# stock, by `reindex_search --waiting`.
MARK_ALL = """
INSERT INTO search_dirty (kind, object_id) SELECT 'netzwerk', id FROM networks_network;
INSERT INTO search_dirty (kind, object_id) SELECT 'akteur', id FROM actors_actor;"""


class Migration(migrations.Migration):
    """Filters by member, coordination, digital form, offers; cards with last meeting and public contact."""

    dependencies = [
        ("networks", "0010_withheld"),
        ("actors", "0009_lists_and_slugs"),
        ("search", "0003_snapshot"),
    ]

    operations = [
        migrations.RunSQL(BEFORE.reverse_sql, BEFORE.sql),
        watch(
            "actors_actor",
            COORDINATED_OR_SITTING,
            columns=("name", "short_name", "slug", "review_status", "latitude", "longitude", "email"),
        ),
        watch("networks_digitalform", [("netzwerk", "SELECT {row}.network_id")]),
        watch(
            "actors_contactperson",
            [("netzwerk", "SELECT id FROM networks_network WHERE contact_id = {row}.id")],
            columns=("email", "consent_on", "consent_until"),
        ),
        migrations.RunSQL(MARK_ALL, migrations.RunSQL.noop),
    ]
