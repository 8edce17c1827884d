"""Where a project names datasets and models: its code, notebooks, commands, settings."""
