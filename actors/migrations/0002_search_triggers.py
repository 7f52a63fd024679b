from django.db import migrations

from search.index.triggers import below, watch, watch_vocabulary

TERM = ("name", "slug", "synonyms")


def of(table: str, condition: str) -> str:
    return f"SELECT actor_id FROM actors_actor_{table} WHERE {condition}"


class Migration(migrations.Migration):
    dependencies = [
        ("actors", "0001_initial"),
        ("search", "0001_entries"),
        ("vocabulary", "0002_initial"),
    ]

    operations = [
        watch("actors_actor", [("akteur", "SELECT {row}.id")]),
        watch(
            "actors_actor",
            [("akteur", "SELECT id FROM actors_actor WHERE parent_body_id = {row}.id")],
            columns=("name", "review_status"),
        ),
        watch("actors_actor_themes", [("akteur", "SELECT {row}.actor_id")]),
        watch("actors_actor_target_groups", [("akteur", "SELECT {row}.actor_id")]),
        watch("actors_actor_life_phases", [("akteur", "SELECT {row}.actor_id")]),
        watch("actors_offer", [("akteur", "SELECT {row}.actor_id")]),
        watch_vocabulary("vocabulary_theme"),
        watch_vocabulary("vocabulary_targetgroup"),
        watch_vocabulary("vocabulary_lifephase"),
        watch_vocabulary("vocabulary_actorkind"),
        watch_vocabulary("vocabulary_networkformat"),
        watch_vocabulary("vocabulary_district"),
        watch(
            "vocabulary_theme",
            [("akteur", of("themes", f"theme_id IN ({below('vocabulary_theme')})"))],
            columns=(*TERM, "parent_id", "position"),
        ),
        watch(
            "vocabulary_targetgroup",
            [("akteur", of("target_groups", "targetgroup_id = {row}.id"))],
            columns=(*TERM, "position"),
        ),
        watch(
            "vocabulary_lifephase",
            [("akteur", of("life_phases", "lifephase_id = {row}.id"))],
            columns=(*TERM, "position"),
        ),
        watch(
            "vocabulary_actorkind",
            [("akteur", "SELECT id FROM actors_actor WHERE kind_id = {row}.id")],
            columns=TERM,
        ),
        watch(
            "vocabulary_district",
            [
                (
                    "akteur",
                    f"SELECT id FROM actors_actor WHERE district_id IN ({below('vocabulary_district')})",
                )
            ],
            columns=(*TERM, "parent_id", "level"),
        ),
    ]
