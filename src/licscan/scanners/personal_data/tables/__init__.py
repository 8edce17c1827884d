"""One table read once: which of its values are looked at, and what was counted in them."""
