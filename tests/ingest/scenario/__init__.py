"""What a storm tells is generated once for all of these modules: they stay on one worker."""
