"""Files and folders that may not be there."""

import os


def list_folder(path):
    try:
        return os.listdir(path)
    except OSError:
        return []


def file_size(path):
    try:
        return os.stat(path).st_size
    except OSError:
        return -1
