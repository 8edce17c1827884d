"""setup.cfg and setup.py, read and never run."""
