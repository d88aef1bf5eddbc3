"""Properties that hold whatever happens: machines that drive the real contracts beside plain models."""
