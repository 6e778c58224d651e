"""The languages of the coach, a folder each."""
