"""Letters that sort as two, also the capital ẞ. A generated column can't be altered, only made anew."""

from django.db import migrations, models
from django.db.models import F, Func, Value
from django.db.models.functions import Lower

SORT_FROM = "ÄÀÁÂÃÅĀäàáâãåāÇčçćČĆÉÈÊËéèêëēĒÍÌÎÏíìîïīİıÑñńŃÖÓÒÔÕØöóòôõøōŌÜÚÙÛüúùûūŪÝýÿŽŠžšŁł"
SORT_TO = "aaaaaaaaaaaaaacccccceeeeeeeeeeiiiiiiiiiiinnnnoooooooooooooouuuuuuuuuuyyyzszsll"


def sort_key():
    """As `moderation.models.sort_key_of` was on this day."""
    name = F("name")
    for letter, two in (("ß", "ss"), ("ẞ", "ss"), ("æ", "ae"), ("Æ", "ae"), ("œ", "oe"), ("Œ", "oe")):
        name = Func(name, Value(letter), Value(two), function="replace")
    folded = Lower(Func(name, Value(SORT_FROM), Value(SORT_TO), function="translate"))
    return Func(folded, Value("[^a-z0-9]+"), Value(" "), Value("g"), function="regexp_replace")


class Migration(migrations.Migration):
    dependencies = [("networks", "0012_one_index_of_actor"), ("search", "0001_entries")]

    operations = [
        migrations.RemoveIndex("network", "network_sorted"),
        migrations.RemoveField("network", "sort_name"),
        migrations.AddField(
            "network",
            "sort_name",
            models.GeneratedField(
                db_persist=True,
                expression=sort_key(),
                output_field=models.CharField(max_length=500),
                verbose_name="Sortiername",
            ),
        ),
        migrations.AddIndex("network", models.Index(fields=["sort_name", "id"], name="network_sorted")),
        migrations.RunSQL(
            "INSERT INTO search_dirty (kind, object_id) SELECT 'netzwerk', id FROM networks_network WHERE name ~ '[ẞæÆœŒ]'",
            migrations.RunSQL.noop,
        ),
    ]
