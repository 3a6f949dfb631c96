"""What templates read, and the rendering of templates."""
