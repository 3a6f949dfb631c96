"""What templates read."""
