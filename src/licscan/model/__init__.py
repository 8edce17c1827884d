"""The nouns of licscan: frozen values that every room shares, standard library only."""
