"""Tests of the cryptographic core."""
