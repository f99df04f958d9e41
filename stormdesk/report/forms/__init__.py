"""The county's forms as Excel files, each from the questions that the screens ask."""
