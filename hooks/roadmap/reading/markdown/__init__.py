"""Convert Markdown as people type it to checked HTML."""
