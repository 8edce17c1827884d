"""The language model: its pipeline, its weights, and no more of its parts than a run needs."""
