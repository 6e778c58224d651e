"""Makes the small learned heads of the coach from public data; see README.md here."""
