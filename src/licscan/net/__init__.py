"""The only way out: every request of licscan goes through the gateway in this room."""
