"""From what a card says to a finding: declared and concluded apart, nothing guessed, nothing dropped."""

from licscan.scanners.datasets.resolve.resolve import resolve

__all__ = ["resolve"]
