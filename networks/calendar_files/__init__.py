"""A network's own calendar file comes in: `text` (bytes → lines), `reading` and `event` (lines → single meetings, with `moments`
and `recurrence`), `matching` (what is there already?), `taking` (what was chosen is written)."""
