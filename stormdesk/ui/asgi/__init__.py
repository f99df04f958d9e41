"""What the server adds around the pages: the door, security headers and routes of its own."""
