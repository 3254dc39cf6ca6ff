"""The address of a SPARQL server in; something to ask like a pyoxigraph.Store out."""

from __future__ import annotations

import pyoxigraph as ox

from graph.remote.endpoint import Endpoint
from graph.remote.replies import Solutions

__all__ = ["Endpoint", "Solutions", "Source"]

#: What questions are asked of: a store on this machine, or a server.
Source = ox.Store | Endpoint
