"""The roadmap as JSON, CSV, RDF and a data package."""
