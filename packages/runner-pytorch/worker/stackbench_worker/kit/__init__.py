"""What a worker is made of, whatever computes in it: standard library only."""
