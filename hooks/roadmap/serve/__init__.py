"""The preview: the site while you edit."""
