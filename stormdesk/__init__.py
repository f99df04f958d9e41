"""What a coastal county knows while a typhoon comes."""
