from importlib import import_module

from django.db import migrations

# „sonntags und an Feiertagen geschlossen“ was read as every Sunday, „wöchentlich oder monatlich“ as weekly.
read_again = import_module("networks.migrations.0017_read_rhythms_again").read_again


class Migration(migrations.Migration):
    dependencies = [("networks", "0017_read_rhythms_again")]

    operations = [migrations.RunPython(read_again, migrations.RunPython.noop)]
