"""The workers of Python environments: a kit for any framework, and PyTorch on it."""
