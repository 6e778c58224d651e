"""The coach in the app: what it says beside a box, and which of its remarks somebody wants to hear."""
