"""The trace: which files serve the CUDA libraries of this Python, proven by loading them as a framework does."""
