"""The access page: one's own account, people, sessions, screens, the table of rights."""
