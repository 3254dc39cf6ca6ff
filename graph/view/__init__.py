"""A store in; a networkx graph, positions and the network page out."""
