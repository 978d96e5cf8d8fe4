"""PyTorch in the worker. Importing these modules imports torch, but for `import_torch`."""
