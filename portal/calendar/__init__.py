"""/termine/: what happens when, by month, by week, as a list, on paper and as a table. The address is the whole state."""
