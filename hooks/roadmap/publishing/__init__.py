"""The files of the site: pages, search index, offline copies, archives."""
