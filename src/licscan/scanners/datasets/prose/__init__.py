"""The reader of card text: licenses and terms of use in running words."""
