"""The drawings of the pages, as data: lines, cells and bars that templates print as HTML and SVG."""
