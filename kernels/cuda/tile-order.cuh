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

// What a block computes of C: a tile, and of K `products` from product `begin` on. A grid is folded where it is large: blocks beyond
// the last tile have nothing to do.
struct block_part {
  bool is_there;
  int row, column, begin, products;
};

// Blocks of layer z of the grid have `span` products from z · span on.
__device__ __forceinline__ block_part part_of_block(int m, int n, int k, int span) {
  const int down = (m + BM - 1) / BM;
  const int across = (n + BN - 1) / BN;
  const int tile = blockIdx.y * gridDim.x + blockIdx.x;
  block_part part = {tile < down * across};
  if (!part.is_there) return part;
  place_tile(tile, down, across, part.row, part.column);
  part.begin = blockIdx.z * span;
  part.products = min(span, k - part.begin);
  return part;
}

#endif
