"""The MkDocs engine, slices of a site, and staging."""
