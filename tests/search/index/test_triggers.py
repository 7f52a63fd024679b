"""The SQL that migrations of the other rooms take from here."""

from __future__ import annotations

import re

from search.index.triggers import below, watch, watch_vocabulary

OWN = ("netzwerk", "SELECT {row}.id")


def names(sql: str) -> set[str]:
    return set(re.findall(r"\bsearch_\w+", sql)) - {"search_dirty"}


def test_a_trigger_marks_what_a_row_belongs_to_before_and_after_the_change():
    operation = watch("networks_network", [OWN, ("akteur", "SELECT {row}.coordinator_id")])
    assert names(operation.sql) == {"search_netzwerk_akteur_networks_network"}
    before, after = re.findall(r"IF TG_OP <> '(?:INSERT|DELETE)' THEN(.*?)END IF", operation.sql, re.DOTALL)
    assert re.findall(r"'(\w+)', found.id FROM \((.*?)\)", before) == [
        ("netzwerk", "SELECT OLD.id"),
        ("akteur", "SELECT OLD.coordinator_id"),
    ]
    assert re.findall(r"'(\w+)', found.id FROM \((.*?)\)", after) == [
        ("netzwerk", "SELECT NEW.id"),
        ("akteur", "SELECT NEW.coordinator_id"),
    ]
    assert operation.sql.index("<> 'INSERT'") < operation.sql.index("<> 'DELETE'")
    assert "IS NOT DISTINCT FROM" not in operation.sql


def test_two_marks_of_one_kind_name_it_once():
    assert names(watch("t", [OWN, OWN]).sql) == {"search_netzwerk_t"}


def test_a_trigger_on_columns_has_a_name_of_its_own_and_lets_other_changes_pass():
    operation = watch("t", [OWN], columns=("name", "slug"))
    assert names(operation.sql) == {"search_netzwerk_t_links"}
    assert (
        "IF TG_OP = 'UPDATE' AND OLD.name IS NOT DISTINCT FROM NEW.name AND OLD.slug IS NOT DISTINCT FROM NEW.slug "
        "THEN RETURN NULL; END IF;"
    ) in operation.sql


def test_what_a_migration_made_it_takes_back():
    assert (
        watch("t", [OWN]).reverse_sql
        == "DROP TRIGGER search_netzwerk_t ON t; DROP FUNCTION search_netzwerk_t();"
    )
    assert watch_vocabulary("t").reverse_sql == "DROP TRIGGER search_options_t ON t;"


def test_a_change_of_a_list_says_that_the_options_changed():
    assert watch_vocabulary("t").sql == (
        "CREATE TRIGGER search_options_t AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON t "
        "FOR EACH STATEMENT EXECUTE FUNCTION search_vocabulary_changed();"
    )


def test_everything_below_a_row_is_looked_for_in_its_own_table():
    select = below("vocabulary_theme")
    assert "FROM vocabulary_theme child JOIN below" in select
    assert "SELECT {row}.id UNION" in select
