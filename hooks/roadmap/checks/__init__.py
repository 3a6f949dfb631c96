"""What must hold between files."""
