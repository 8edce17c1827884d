"""Lineage: what a dataset or model was made from, and which of its sources governs."""
