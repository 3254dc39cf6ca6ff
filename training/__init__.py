"""What the classifiers of names and claims learn from, and how; no part of the installed package."""
