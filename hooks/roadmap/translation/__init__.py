"""Strings to translate: extraction, merging, progress, tracking, quality, new languages."""
