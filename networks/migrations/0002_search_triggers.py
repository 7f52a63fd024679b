from django.db import migrations

from search.index.triggers import below, watch

TERM = ("name", "slug", "synonyms")


def of(table: str, condition: str) -> str:
    return f"SELECT network_id FROM networks_network_{table} WHERE {condition}"


class Migration(migrations.Migration):
    dependencies = [
        ("networks", "0001_initial"),
        ("actors", "0002_search_triggers"),
        ("search", "0001_entries"),
    ]

    operations = [
        watch("networks_network", [("netzwerk", "SELECT {row}.id")]),
        watch(
            "networks_network",
            [("netzwerk", "SELECT id FROM networks_network WHERE parent_id = {row}.id")],
            columns=("name", "short_name", "review_status"),
        ),
        watch("networks_membership", [("netzwerk", "SELECT {row}.network_id")]),
        watch("networks_meeting", [("netzwerk", "SELECT {row}.network_id")]),
        watch("networks_network_themes", [("netzwerk", "SELECT {row}.network_id")]),
        watch("networks_network_target_groups", [("netzwerk", "SELECT {row}.network_id")]),
        watch("networks_network_life_phases", [("netzwerk", "SELECT {row}.network_id")]),
        watch("networks_network_districts", [("netzwerk", "SELECT {row}.network_id")]),
        watch(
            "actors_actor",
            [
                ("netzwerk", "SELECT network_id FROM networks_membership WHERE actor_id = {row}.id"),
                (
                    "netzwerk",
                    "SELECT id FROM networks_network WHERE coordinator_id = {row}.id OR committee_id = {row}.id",
                ),
            ],
            columns=("name", "short_name", "review_status", "latitude", "longitude"),
        ),
        watch(
            "vocabulary_theme",
            [("netzwerk", of("themes", f"theme_id IN ({below('vocabulary_theme')})"))],
            columns=(*TERM, "parent_id", "position"),
        ),
        watch(
            "vocabulary_targetgroup",
            [("netzwerk", of("target_groups", "targetgroup_id = {row}.id"))],
            columns=(*TERM, "position"),
        ),
        watch(
            "vocabulary_lifephase",
            [("netzwerk", of("life_phases", "lifephase_id = {row}.id"))],
            columns=(*TERM, "position"),
        ),
        watch(
            "vocabulary_networkformat",
            [("netzwerk", "SELECT id FROM networks_network WHERE format_id = {row}.id")],
            columns=TERM,
        ),
        watch(
            "vocabulary_district",
            [("netzwerk", of("districts", f"district_id IN ({below('vocabulary_district')})"))],
            columns=(*TERM, "parent_id", "level", "position"),
        ),
    ]
