  // A thread's rows and columns are dealt out over the tile: the first are numbers `down` and `right`, in whatever the
  // kernel counts them, the next ones DOWN and ACROSS further on.
  const DOWN = BM / TM;
  const ACROSS = BN / TN;
  let down = local / ACROSS;
  let right = local % ACROSS;
