"""Presidio's patterns at the same matches and less cost: gates before them, and two rewritten ones."""
