"""pyproject.toml: the standard tables, and those of the tools that have their own."""
