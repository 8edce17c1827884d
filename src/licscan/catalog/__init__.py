"""rules/, read once into memory."""
