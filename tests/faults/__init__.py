"""What the machine may do to a running Inglenook: kill it, fill its disk, damage its files."""
