from django.db import migrations, models

PLAIN = """
CREATE FUNCTION search_postings(wanted text[]) RETURNS TABLE (term text, ids bytea)
LANGUAGE sql STABLE SET enable_seqscan = off AS $$
  SELECT one.term, (SELECT string_agg(int4send(id), '') FROM search_entry WHERE terms @> ARRAY[one.term COLLATE "C"])
  FROM unnest(wanted) AS one (term)
$$"""
# Common terms from their snapshot, the others from the index. Beside them, when there are common ones: all entries
# written since the snapshot ("changed"), and which of these have which of the terms ("now").
# The planner underrates reading the long arrays of a small table; a function can forbid it that. With more memory
# PostgreSQL remembers single rows of a million, not whole pages, whose rows it would have to compare one by one.
WITH_SNAPSHOT = """
CREATE FUNCTION search_postings(wanted text[]) RETURNS TABLE (source text, term text, ids bytea)
LANGUAGE sql STABLE SET enable_seqscan = off SET work_mem = '64MB' AS $$
  WITH common AS MATERIALIZED (
    SELECT posting.term, posting.ids FROM search_posting posting, search_state state
    WHERE posting.term = ANY (wanted) AND state.snapshot >= 0
  ), changed AS MATERIALIZED (
    SELECT entry.id, entry.terms FROM search_entry entry
    WHERE EXISTS (SELECT FROM common) AND entry.revision > (SELECT snapshot FROM search_state)
  )
  SELECT 'snapshot', common.term, common.ids FROM common
  UNION ALL
  SELECT 'index', one.term,
         (SELECT string_agg(int4send(id), '') FROM search_entry WHERE terms @> ARRAY[one.term COLLATE "C"])
  FROM unnest(wanted) AS one (term) WHERE one.term NOT IN (SELECT common.term FROM common)
  UNION ALL
  SELECT 'changed', '', string_agg(int4send(changed.id), '') FROM changed
  UNION ALL
  SELECT 'now', common.term, string_agg(int4send(changed.id), '')
  FROM changed, unnest(changed.terms) AS has (term), common WHERE common.term = has.term GROUP BY common.term
$$"""
DROP = "DROP FUNCTION search_postings(text[])"


class Migration(migrations.Migration):
    dependencies = [("search", "0002_postings")]

    operations = [
        migrations.CreateModel(
            name="Posting",
            fields=[
                ("term", models.TextField(db_collation="C", primary_key=True, serialize=False)),
                ("ids", models.BinaryField()),
            ],
        ),
        migrations.AddField("state", "snapshot", models.BigIntegerField(db_default=-1, default=-1)),
        migrations.RunSQL([DROP, WITH_SNAPSHOT], [DROP, PLAIN]),
    ]
