"""Personal data in data files: sampled column by column, detected with Presidio, judged as columns."""
