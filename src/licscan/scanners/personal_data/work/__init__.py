"""A run cut into units, each the work of any process or machine."""
