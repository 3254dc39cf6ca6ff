"""SPARQL text in; its tokens, what in it reaches beyond the graph, and what an engine finds wrong with it, out."""
