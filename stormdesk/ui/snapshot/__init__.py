"""The present moment as one file that opens without network and without the server."""
