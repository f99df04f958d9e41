"""Lists of a county into its registers: a dry run, one commit, and a way back."""
