"""Which license a text is: the matcher, and the narrow door to it."""
