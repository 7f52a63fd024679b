from __future__ import annotations

from typing import Any

from django.db import migrations

import rhythm as rhythms

BATCH = 500  # rows in memory


def read_again(apps: Any, editor: Any) -> None:
    """What was read before pauses were understood may say the contrary. Nobody changed an entry: so no history, no new
    version, no mail. The search learns of it by `reindex_search`, which an update runs anyway."""
    network_model = apps.get_model("networks", "Network")
    editor.execute("ALTER TABLE networks_network DISABLE TRIGGER USER")
    for network in network_model.objects.exclude(rhythm_text="").iterator(chunk_size=BATCH):
        parsed = rhythms.parse(network.rhythm_text)
        read = {
            "rhythm": parsed.to_dict() if parsed else None,
            "rhythm_frequency": parsed.frequency if parsed and not parsed.leftover else "",
        }
        if read != {name: getattr(network, name) for name in read}:
            network_model.objects.filter(pk=network.pk).update(**read)
    editor.execute("ALTER TABLE networks_network ENABLE TRIGGER USER")


class Migration(migrations.Migration):
    dependencies = [("networks", "0016_meeting_mode")]

    operations = [migrations.RunPython(read_again, migrations.RunPython.noop)]
