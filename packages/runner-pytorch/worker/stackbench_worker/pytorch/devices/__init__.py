"""What differs between devices, and nothing else: a file each."""
