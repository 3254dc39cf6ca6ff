"""A document in; its clean text, sentences and word boundaries out."""
