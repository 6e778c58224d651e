"""Benchmarks: each prints ratios of things measured in one run, so that the machine cancels out."""
