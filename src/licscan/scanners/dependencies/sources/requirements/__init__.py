"""Requirements files, and requirement lines wherever they stand."""
