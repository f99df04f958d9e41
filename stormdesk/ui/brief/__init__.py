"""The brief: a leader's two minutes on a tablet."""
