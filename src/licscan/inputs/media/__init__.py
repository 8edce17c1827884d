"""Media files: what they say about people beside their picture."""
