"""Measurements against peers and known truth; `python -m benchmarks.NAME --help` tells of each."""
