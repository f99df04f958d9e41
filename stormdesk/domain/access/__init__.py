"""Who may see and do what: roles, rights, and the visitor in front of the screen."""
