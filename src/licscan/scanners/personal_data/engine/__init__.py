"""Presidio over spaCy, as fast as it can be at the same findings: texts in, detections out."""
