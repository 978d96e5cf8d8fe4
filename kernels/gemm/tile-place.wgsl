  // Tiles of C are counted row by row, and workgroups along x before those along y: the grid is folded where there are
  // many. This is the workgroup's.
  let tile = group.y * groups.x + group.x;
  let across = (params.n + BN - 1) / BN;
  let tile_row = tile / across * BM;
  let tile_column = tile % across * BN;
