"""What an environment is and which torch it has, from files alone: nothing of torch runs."""
