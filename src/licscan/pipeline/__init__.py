"""The join of all rooms; short, and the only reader of the clock."""
