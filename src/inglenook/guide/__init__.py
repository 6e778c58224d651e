"""The guide: what may be practised here and in which words, kept as data in content/."""
