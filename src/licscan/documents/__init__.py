"""Guarded readers: the only place that parses YAML, JSON and TOML."""
