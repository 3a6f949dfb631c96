"""The ways to send a case study: form, blank file, issue form, import, schemas."""
