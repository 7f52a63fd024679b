"""Meetings of networks: which are expected, when they collide, how they are planned, what became of them."""
