"""Readers: one file each, from a data file to batches of named columns."""
