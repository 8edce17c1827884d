"""Licenses of Python packages: what a project depends on, what each package states, what follows from that."""
