"""Archives: their members as sources of their own, nothing is ever extracted to the disk."""
