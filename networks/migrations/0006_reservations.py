from django.db import migrations

from vocabulary.reserving import reserve


class Migration(migrations.Migration):
    dependencies = [
        ("networks", "0005_membership_state"),
        ("vocabulary", "0003_reservations"),
    ]

    operations = [
        reserve(
            "networks_network",
            fields=("slug", "kennung"),
            former=("former_slugs", "former_kennungen"),
            frees="kennung",
        ),
    ]
