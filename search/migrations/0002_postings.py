import django.contrib.postgres.indexes
from django.db import migrations
from django.db.models import F

INDEX = django.contrib.postgres.indexes.GinIndex(
    django.contrib.postgres.indexes.OpClass(F("terms"), "array_ops"),
    name="search_entry_terms",
    fastupdate=False,
)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_entries")]

    operations = [
        migrations.RemoveIndex("entry", "search_entry_terms"),
        migrations.AddIndex("entry", INDEX),
        migrations.RunSQL(
            # The planner underrates reading the long arrays of a small table; a function can forbid it that.
            """
CREATE FUNCTION search_postings(wanted text[]) RETURNS TABLE (term text, ids bytea)
LANGUAGE sql STABLE SET enable_seqscan = off AS $$
  SELECT one.term, (SELECT string_agg(int4send(id), '') FROM search_entry WHERE terms @> ARRAY[one.term COLLATE "C"])
  FROM unnest(wanted) AS one (term)
$$""",
            "DROP FUNCTION search_postings(text[])",
        ),
    ]
