"""The shared libraries of this process, and those of the environment around it."""
