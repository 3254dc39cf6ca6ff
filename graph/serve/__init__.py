"""A built folder in; pages, linked data and a SPARQL endpoint over HTTP out, answered by worker processes."""
