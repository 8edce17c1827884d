"""The command line: one file a command; only this room prints, exits and catches broadly."""
