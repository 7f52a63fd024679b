from django.db import migrations

from vocabulary.reserving import reserve


class Migration(migrations.Migration):
    dependencies = [
        ("actors", "0006_consent_renewal"),
        ("vocabulary", "0003_reservations"),
    ]

    operations = [
        reserve(
            "actors_actor",
            fields=("slug", "kennung"),
            former=("former_slugs", "former_kennungen"),
            frees="kennung",
        ),
    ]
