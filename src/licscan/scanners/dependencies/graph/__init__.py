"""What needs what: from edges and markers to the packages that count."""
