"""From the words of a package's metadata to a license, with every source kept."""
