// The order in which blocks take the tiles of a matrix: in strips of STRIP tile rows, so that blocks which run at the
// same time share what they read in L2.
#ifndef STACKBENCH_TILE_ORDER_CUH
#define STACKBENCH_TILE_ORDER_CUH

// The tile of C that is number `tile`: down a strip's tile rows first, then to the next column.
__device__ __forceinline__ void place_tile(int tile, int down, int across, int& row, int& column) {
  const int strip = tile / (STRIP * across);
  const int within = tile % (STRIP * across);
  const int height = min(STRIP, down - strip * STRIP);
  row = (strip * STRIP + within % height) * BM;
  column = within / height * BN;
}

#endif
