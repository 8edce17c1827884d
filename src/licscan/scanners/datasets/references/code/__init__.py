"""What Python code names: parsed, never run."""
