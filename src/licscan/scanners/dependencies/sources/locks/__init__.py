"""Lock files: every package with its version, and what needs what."""
