"""Reads the candidates for a plan."""
