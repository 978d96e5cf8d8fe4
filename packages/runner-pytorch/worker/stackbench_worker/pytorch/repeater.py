"""The program on the tensors of its buffer sets."""


class Repeater:
    """Runs the program on one buffer set after the other, and keeps their results."""

    def __init__(self, sets):
        self.sets, self.next_set, self.results = sets, 0, [None] * len(sets)

    @property
    def last_set(self):
        """The set that was written last."""
        return (self.next_set - 1) % len(self.sets)

    def __call__(self, count):
        sets, results, at = self.sets, self.results, self.next_set
        for _ in range(count):
            # Its memory serves the next call.
            results[at] = None
            for call in sets[at]:
                results[at] = call()
            at = at + 1 if at + 1 < len(sets) else 0
        self.next_set = at

    def skip(self, count):
        self.next_set = (self.next_set + count) % len(self.sets)
