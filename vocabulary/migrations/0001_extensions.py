from django.contrib.postgres import operations
from django.db import migrations


class Migration(migrations.Migration):
    """What search, duplicate check and the exclusion constraints need. All are trusted: no superuser needed."""

    operations = [
        operations.TrigramExtension(),
        operations.UnaccentExtension(),
        operations.BtreeGinExtension(),
        operations.BtreeGistExtension(),
        operations.CreateExtension("intarray"),
    ]
