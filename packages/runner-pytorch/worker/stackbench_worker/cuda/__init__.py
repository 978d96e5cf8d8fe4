"""NVIDIA's runtime compiler and driver, without any framework."""
