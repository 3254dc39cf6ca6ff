"""Extractions and their resolution in; RDF out."""
