"""The clock on the screens: states, times left and their grounds, out of the work ahead."""
