"""What packages ship that has to go along with them: texts, notices, copyright lines, links to the source."""
