"""Wheels and source distributions as files, read in memory."""
