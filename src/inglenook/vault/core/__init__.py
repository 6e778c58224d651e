"""The cryptographic core: pure, without Django, and known only to the vault."""
