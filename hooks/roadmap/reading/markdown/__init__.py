"""Markdown: from what people type to checked HTML."""
