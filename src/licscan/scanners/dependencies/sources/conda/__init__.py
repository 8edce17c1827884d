"""What conda states and installs."""
