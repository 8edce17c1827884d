"""Columns judged: what was counted in their values, what their names ask for, what their neighbours say."""
