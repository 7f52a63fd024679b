"""SQL for migrations of the domain rooms: triggers that mark what has to be written anew in the index.

They run in the transaction of the change, whoever makes it (form, admin, import, SQL), so an edit and its mark are
committed together or not at all."""

from __future__ import annotations

from django.db import migrations


def watch(table: str, marks: list[tuple[str, str]], *, columns: tuple[str, ...] = ()) -> migrations.RunSQL:
    """A trigger on `table`. `marks`: (kind, SELECT of object ids) with {row} for the changed row, evaluated for
    the old row and for the new one. `columns`: fire only when one of these changes."""
    kinds = "_".join(dict.fromkeys(kind for kind, _select in marks))
    name = f"search_{kinds}_{table}{'_links' if columns else ''}"
    inserts = "\n    ".join(
        f"INSERT INTO search_dirty (kind, object_id) SELECT '{kind}', found.id FROM ({select}) AS found (id) "  # noqa: S608 (migrations only)
        "WHERE found.id IS NOT NULL;"
        for kind, select in marks
    )
    changed = ""
    if columns:
        same = " AND ".join(f"OLD.{column} IS NOT DISTINCT FROM NEW.{column}" for column in columns)
        changed = f"IF TG_OP = 'UPDATE' AND {same} THEN RETURN NULL; END IF;"
    create = f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  {changed}
  IF TG_OP <> 'INSERT' THEN
    {inserts.format(row="OLD")}
  END IF;
  IF TG_OP <> 'DELETE' THEN
    {inserts.format(row="NEW")}
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER {name} AFTER INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();"""
    return migrations.RunSQL(create, f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();")


def below(table: str) -> str:
    """SELECT of the ids of the changed row and everything below it in a tree, for use inside `watch`."""
    select = """WITH RECURSIVE below (id) AS (
        SELECT {row}.id UNION SELECT child.id FROM the_table child JOIN below ON child.parent_id = below.id
    ) SELECT id FROM below"""
    return select.replace("the_table", table)


def watch_vocabulary(table: str) -> migrations.RunSQL:
    """A trigger that says: the options of the facets changed. Needs no mark of entries."""
    name = f"search_options_{table}"
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION search_vocabulary_changed();",
        f"DROP TRIGGER {name} ON {table};",
    )
