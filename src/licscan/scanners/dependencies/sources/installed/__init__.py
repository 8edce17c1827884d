"""Packages that are installed: their metadata and license files."""
