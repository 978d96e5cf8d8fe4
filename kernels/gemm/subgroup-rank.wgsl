  // WGSL does not say how indices are dealt out to subgroups: threads of one are neighbours by `rank`. Subgroups that are
  // not full would leave places empty; then the index decides.
  let full = subgroups * subgroup_size == THREADS;
  let rank = select(local, subgroup * subgroup_size + lane, full);
