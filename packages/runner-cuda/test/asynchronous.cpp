// Runs by themselves what the emulated device does beside its threads, and prints what is wrong: tensor copies, barriers,
// clusters, products of a warpgroup.
//
//     asynchronous boxes|pixels|stores|products|fragments|cluster|turns   what comes out, against what is written down here
//     asynchronous <misuse>                                         what no GPU allows; ends with the emulation's message
//
// What is wanted is written in another form than in the emulation: places in strides of the parts of a lane's number, as
// CUTLASS has them (mma_traits_sm90_gmma.hpp), and swizzles by the tables of the CUDA Programming Guide.
#include <cstdio>
#include <cstring>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "../emulation/team.hpp"
#include "../emulation/tensor-map.hpp"
#include "../worker/failure.hpp"
#include "cuda/dynamic-shared.cuh"
#include "cuda/hopper.cuh"

namespace {

using emulation::self;

constexpr int element_bytes = sizeof(real);
constexpr int depth = 32 / element_bytes;

void complain(const char* what, int row, int column, double found, double wanted) {
  if (found != wanted) std::printf("%s: %g at %d, %d instead of %g\n", what, found, row, column, wanted);
}

// A matrix in memory whose elements tell where they lie, in numbers that every type holds.
constexpr int rows = 96, columns = 104;
alignas(256) real matrix[rows * columns];
real element(int row, int column) { return to_real(static_cast<float>((row * 7 + column * 3) % 17 - 8)); }

tensor_map map_of(int box_columns, int box_rows, unsigned swizzle_bytes) {
  const emulation::TensorMap encoded =
      emulation::encode_tensor_map(matrix, element_bytes, {columns, rows},
                                   {static_cast<uint32_t>(box_columns), static_cast<uint32_t>(box_rows)}, swizzle_bytes);
  tensor_map map;
  std::memcpy(&map, &encoded, sizeof encoded);
  return map;
}

// The first boundary of 1024 in dynamic shared memory, and a barrier before it.
unsigned char* slices() { return dynamic_shared + (1024 - shared_address(dynamic_shared) % 1024) % 1024; }
uint64* barrier() { return reinterpret_cast<uint64*>(dynamic_shared); }

void begin_barriers(int arrivals) {
  if (threadIdx.x == 0) {
    initialize_barrier(barrier(), arrivals);
    initialize_barrier(barrier() + 1, arrivals);
    publish_barriers();
  }
  __syncthreads();
}

void load(void* to, const tensor_map& map, int inner, int outer, int bytes) {
  arrive_expecting(barrier(), bytes);
  copy_box(to, &map, inner, outer, barrier());
}

// --- Boxes: eight rows of each swizzle, of which this is the first column of chunks, as the guide's tables show it.

const std::map<unsigned, std::vector<int>> first_chunks{
    {0, {0, 0, 0, 0, 0, 0, 0, 0}},
    {32, {0, 0, 0, 0, 1, 1, 1, 1}},
    {64, {0, 0, 1, 1, 2, 2, 3, 3}},
    {128, {0, 1, 2, 3, 4, 5, 6, 7}},
};

void boxes(void* const*, const unsigned*) {
  begin_barriers(1);
  int parity = 0;
  for (const auto& [swizzle_bytes, first] : first_chunks) {
    const int row_bytes = swizzle_bytes == 0 ? 64 : static_cast<int>(swizzle_bytes);
    const int width = row_bytes / element_bytes;
    const tensor_map map = map_of(width, 16, swizzle_bytes);
    // Inside, and over each corner.
    for (const auto& [inner, outer] : std::map<int, int>{{8, 24}, {-8, -5}, {columns - 8, rows - 3}}) {
      if (threadIdx.x == 0) load(slices(), map, inner, outer, 16 * row_bytes);
      wait(barrier(), parity);
      parity ^= 1;
      for (int row = 0; row < 16; row++) {
        for (int column = 0; column < width; column++) {
          const int chunk = column * element_bytes / 16 ^ first[static_cast<size_t>(row % 8)];
          const real* found = reinterpret_cast<const real*>(slices() + row * row_bytes + chunk * 16) +
                              column % (16 / element_bytes);
          const int y = outer + row, x = inner + column;
          const bool is_there = y >= 0 && y < rows && x >= 0 && x < columns;
          complain("a box", y, x, to_float(*found), is_there ? to_float(element(y, x)) : 0);
        }
      }
      __syncthreads();
    }
  }
}

// --- Pixels (im2col): what a copy brings, counted by hand, `.` where it is zeros. Of two images 3 wide and 2 high, the pixels of the
// first are a…c, d…f, those of the second g…i, j…l; each has a row of 128 bytes of channels, and a chunk more behind these.

struct PixelCopy {
  emulation::PixelBox box;
  // Width, height, image; then to the right, down.
  int column, row, image, right, down;
  const char* wanted;
};

const std::vector<PixelCopy> pixel_copies{
    // 1 × 1: the images as they lie, and nothing behind the last.
    {{{0, 0}, {0, 0}, 0, 16, {1, 1}}, 0, 0, 0, 0, 0, "abcdefghijkl...."},
    // From within.
    {{{0, 0}, {0, 0}, 0, 8, {1, 1}}, 2, 1, 0, 0, 0, "fghijkl."},
    // 3 × 3 with padding of 1: corners -1 and 1 - 2. First the place at the upper left, then one to the right and two down.
    {{{-1, -1}, {-1, -1}, 0, 8, {1, 1}}, -1, -1, 0, 0, 0, "....ab.."},
    {{{-1, -1}, {-1, -1}, 0, 8, {1, 1}}, -1, -1, 0, 1, 2, "def...jk"},
    // 1 wide and 2 high without padding: a row of places an image, at the lower of each two pixels.
    {{{0, 0}, {0, -1}, 0, 8, {1, 1}}, 0, 0, 0, 0, 1, "defjkl.."},
    // Each second pixel of a row, of rows padded by one: -1 and 1 are in the box, and 3 is not. One to the right are 0 and 2.
    {{{-1, 0}, {0, 0}, 0, 8, {2, 1}}, -1, 0, 0, 0, 0, ".b.e.h.k"},
    {{{-1, 0}, {0, 0}, 0, 8, {2, 1}}, -1, 0, 0, 1, 0, "acdfgijl"},
    // Each second row of one column, of a box that is lower than the stride: one place an image.
    {{{1, 0}, {-1, 0}, 0, 8, {1, 2}}, 1, 0, 0, 0, 0, "bh......"},
    // Places above the image, then below it, of a filter that reaches beyond both: rows -2, 0 and 2.
    {{{0, -2}, {-2, 1}, 0, 8, {1, 2}}, 0, -2, 0, 0, 0, ".a..g..."},
};

constexpr int image_width = 3, image_height = 2, image_count = 2, channels = 128 / element_bytes + 16 / element_bytes;
alignas(256) real images[image_count * image_height * image_width * channels];

// Of the pixel that a letter is, in numbers that every type holds.
real channel_of(char letter, int channel) { return to_real(static_cast<float>(letter - 'a' + 16 * (channel % 7))); }

tensor_map pixel_map(emulation::PixelBox box) {
  box.channels = 128 / element_bytes;
  const emulation::TensorMap encoded =
      emulation::encode_pixel_map(images, element_bytes, {channels, image_width, image_height, image_count}, box, 128);
  tensor_map map;
  std::memcpy(&map, &encoded, sizeof encoded);
  return map;
}

void pixels(void* const*, const unsigned*) {
  begin_barriers(1);
  for (int pixel = 0; pixel < image_count * image_height * image_width; pixel++) {
    for (int c = 0; c < channels; c++) images[pixel * channels + c] = channel_of(static_cast<char>('a' + pixel), c);
  }
  int parity = 0;
  for (const PixelCopy& copy : pixel_copies) {
    const tensor_map map = pixel_map(copy.box);
    const int count = static_cast<int>(copy.box.pixels);
    // The first channels, and from the last ones on.
    for (const int first : {0, 32 / element_bytes}) {
      arrive_expecting(barrier(), count * 128);
      copy_pixels(slices(), &map, first, copy.column, copy.row, copy.image, copy.right, copy.down, barrier());
      wait(barrier(), parity);
      parity ^= 1;
      for (int pixel = 0; pixel < count; pixel++) {
        for (int c = 0; c < 128 / element_bytes; c++) {
          const int chunk = c * element_bytes / 16 ^ pixel % 8;
          const real found =
              reinterpret_cast<const real*>(slices() + pixel * 128 + chunk * 16)[c % (16 / element_bytes)];
          const char letter = copy.wanted[pixel];
          const bool is_there = letter != '.' && first + c < channels;
          complain(copy.wanted, pixel, first + c, to_float(found), is_there ? to_float(channel_of(letter, first + c)) : 0);
        }
      }
    }
  }
}

// What a driver refuses to describe; the reason of each.
void pixel_maps(void* const*, const unsigned*) {
  const std::vector<std::pair<emulation::PixelBox, const char*>> refused{
      {{{-129, 0}, {0, 0}, 0, 8, {1, 1}}, "a corner at -129"},
      {{{0, 0}, {0, 128}, 0, 8, {1, 1}}, "a corner at 128"},
      {{{0, 0}, {-3, 0}, 0, 8, {1, 1}}, "whose box has no pixels"},
      {{{0, 0}, {0, 0}, 0, 1025, {1, 1}}, "1025 pixels of a column"},
      {{{0, 0}, {0, 0}, 0, 8, {9, 1}}, "pixels 9 apart"},
      {{{0, 0}, {0, 0}, 0, 8, {1, 0}}, "pixels 0 apart"},
  };
  for (const auto& [box, reason] : refused) {
    try {
      pixel_map(box);
      std::printf("not refused: %s\n", reason);
    } catch (const stackbench::Failure& failure) {
      if (failure.message.find(reason) == std::string::npos) std::printf("%s: %s\n", reason, failure.message.c_str());
    }
  }
}

void stores(void* const*, const unsigned*) {
  const int width = 128 / element_bytes;
  const tensor_map map = map_of(width, 16, 128);
  for (int row = 0; row < 16; row++) {
    for (int column = 0; column < width; column++) {
      const int chunk = column * element_bytes / 16 ^ row % 8;
      reinterpret_cast<real*>(slices() + row * 128 + chunk * 16)[column % (16 / element_bytes)] =
          to_real(static_cast<float>(row % 8 + column % 8));
    }
  }
  fence_proxy_async();
  tma_store_2d(&map, slices(), columns - 8, rows - 3);
  bulk_commit_group();
  bulk_wait_group_read<0>();
}

// Afterwards: what lies beyond the matrix is left out, and what lies before the box is as it was.
void check_stores() {
  for (int row = 0; row < rows; row++) {
    for (int column = 0; column < columns; column++) {
      const int y = row - (rows - 3), x = column - (columns - 8);
      const bool is_stored = y >= 0 && x >= 0;
      complain("a stored box", row, column, to_float(matrix[row * columns + column]),
               is_stored ? static_cast<float>(y % 8 + x % 8) : to_float(element(row, column)));
    }
  }
}

// --- Products of boxes: A is rows 0…63 of the matrix, B is rows 8…, K from column 16 on; turned, columns and rows change places.

uint64 describe_with(const void* start, int leading_bytes, int stride_bytes, uint64 kind) {
  return static_cast<uint64>(shared_address(start) >> 4) | static_cast<uint64>(leading_bytes >> 4) << 16 |
         static_cast<uint64>(stride_bytes >> 4) << 32 | kind << 62;
}

constexpr int product_columns = 24;

// What lane l of warp w holds: CLayout_64xN, ((4,8,4),(2,2,N/8)):((128,1,16),(64,8,512)), columns contiguous.
template <int COUNT>
void check_sums(const char* what, const float (&sums)[COUNT], const std::function<double(int, int)>& wanted) {
  const int lane = static_cast<int>(self->lane);
  const int warp = static_cast<int>(threadIdx.x / 32);
  for (int e = 0; e < COUNT; e++) {
    const int at = lane % 4 * 128 + lane / 4 + warp * 16 + e % 2 * 64 + e / 2 % 2 * 8 + e / 4 * 512;
    complain(what, at % 64, at / 64, sums[e], wanted(at % 64, at / 64));
  }
}

template <int COUNT>
void multiply_once(float (&sums)[COUNT], const emulation::Product& product) {
  open_products();
  emulation::multiply(product);
  close_products();
  await_products<0>();
}

double product_of(int row, int column, bool turned) {
  double sum = 0;
  for (int k = 0; k < depth; k++) {
    const auto value = [&](int along) {
      return static_cast<double>(to_float(turned ? element(16 + k, along) : element(along, 16 + k)));
    };
    sum += value(row) * value(column);
  }
  return sum;
}

void products(void* const*, const unsigned*) {
  begin_barriers(1);
  int parity = 0;
  for (const auto& [swizzle_bytes, kind] : std::map<unsigned, uint64>{{128, 1}, {64, 2}, {32, 3}}) {
    const int span = static_cast<int>(swizzle_bytes);
    const int width = span / element_bytes;
    for (const bool turned : {false, true}) {
      // TF32 has no turned operands.
      if (turned && element_bytes == 4) continue;
      // K in rows of the span, from column 16 on; or K downwards from row 16 on, runs of the span beside each other.
      const tensor_map map = turned ? map_of(width, depth, swizzle_bytes) : map_of(width, 64, swizzle_bytes);
      if (threadIdx.x == 0) {
        if (turned) {
          arrive_expecting(barrier(), 64 / width * span * depth);
          for (int run = 0; run < 64 / width; run++) {
            copy_box(slices() + run * span * depth, &map, run * width, 16, barrier());
          }
        } else {
          load(slices(), map, 16, 0, 64 * span);
        }
      }
      wait(barrier(), parity);
      parity ^= 1;
      const uint64 both = turned ? describe_with(slices(), span * depth, 8 * span, kind)
                                 : describe_with(slices(), 0, 8 * span, kind);
      float sums[product_columns / 2];
      multiply_once(sums, {product_columns, both, nullptr, both, sums, false, turned, turned, 1, sizeof(real),
                           emulation::read_operand});
      check_sums("a product", sums, [&](int row, int column) { return product_of(row, column, turned); });
      // And what they hold is added to, of -A.
      multiply_once(sums, {product_columns, both, nullptr, both, sums, true, turned, turned, -1, sizeof(real),
                           emulation::read_operand});
      check_sums("a difference", sums, [](int, int) { return 0.0; });
      __syncthreads();
    }
  }
}

// Without a swizzle: core matrices of 8 rows of 16 bytes, 128 bytes from one to the next along M, and those of the other half of K
// behind all of these.
void plain_products(void* const*, const unsigned*) {
  const int chunk = 16 / element_bytes;
  if (threadIdx.x == 0) {
    for (int row = 0; row < 64; row++) {
      for (int k = 0; k < depth; k++) {
        reinterpret_cast<real*>(slices() + k / chunk * 1024 + row * 16)[k % chunk] = element(row, 16 + k);
      }
    }
    fence_proxy_async();
  }
  __syncthreads();
  const uint64 both = describe_with(slices(), 1024, 128, 0);
  float sums[product_columns / 2];
  multiply_once(sums, {product_columns, both, nullptr, both, sums, false, false, false, 1, sizeof(real),
                       emulation::read_operand});
  check_sums("a product without a swizzle", sums, [&](int row, int column) { return product_of(row, column, false); });
}

// A from registers: ALayout_64x16 ((4,8,4),(2,2,2)):((128,1,16),(64,8,512)), ALayout_64x8 ((4,8,4),(2,2)):((64,1,16),(8,256)).
void fragments(void* const*, const unsigned*) {
  begin_barriers(1);
  const tensor_map map = map_of(128 / element_bytes, 64, 128);
  if (threadIdx.x == 0) load(slices(), map, 16, 0, 64 * 128);
  wait(barrier(), 0);
  const int lane = static_cast<int>(self->lane);
  const int warp = static_cast<int>(threadIdx.x / 32);
  real own[16 / element_bytes];
  for (int e = 0; e < 16 / element_bytes; e++) {
    const int at = element_bytes == 2
                       ? lane % 4 * 128 + lane / 4 + warp * 16 + e % 2 * 64 + e / 2 % 2 * 8 + e / 4 * 512
                       : lane % 4 * 64 + lane / 4 + warp * 16 + e % 2 * 8 + e / 2 * 256;
    own[e] = element(at % 64, 16 + at / 64);
  }
  unsigned words[4];
  std::memcpy(words, own, sizeof words);
  float sums[product_columns / 2];
  open_products();
  multiply(sums, words, describe_with(slices(), 0, 1024, 1), 0);
  close_products();
  await_products<0>();
  check_sums("a product of registers", sums, [&](int row, int column) { return product_of(row, column, false); });
}

// --- Clusters of two: each block loads half of a box into both.

void cluster(void* const*, const unsigned*) {
  const int rank = static_cast<int>(cluster_rank());
  if (rank != static_cast<int>(blockIdx.x % 2)) std::printf("block %u has rank %d\n", blockIdx.x, rank);
  if (threadIdx.x == 0) {
    initialize_barrier(barrier(), 1);
    initialize_barrier(barrier() + 1, 2);
    publish_barriers();
  }
  cluster_sync();
  const tensor_map map = map_of(128 / element_bytes, 8, 128);
  if (threadIdx.x == 0) {
    arrive_expecting(barrier(), 2048);
    tma_load_2d_multicast(slices() + rank * 1024, &map, 0, 8 * rank, barrier(), 3);
  }
  wait(barrier(), 0);
  for (int row = 0; row < 16; row++) {
    const real* found = reinterpret_cast<const real*>(slices() + row * 128 + row % 8 * 16);
    complain("a box for both", row, 0, to_float(*found), to_float(element(row, 0)));
  }
  // One thread of each block arrives at both blocks' barriers.
  if (threadIdx.x < 2) mbarrier_arrive_cluster(barrier() + 1, threadIdx.x);
  wait(barrier() + 1, 0);
  cluster_sync();
}

// Warps wait in turn for the one before, twice: the parity tells the rounds apart.
void turns(void* const*, const unsigned*) {
  static int last;
  if (threadIdx.x == 0) last = -1;
  begin_barriers(32);
  const unsigned warp = threadIdx.x / 32;
  for (int round = 0; round < 2; round++) {
    if (warp == 1) wait(barrier(), round);
    const int now = static_cast<int>(2 * round + warp);
    if (last != now - 1 && last != now) std::printf("turn %d comes after %d\n", now, last);
    last = now;
    __syncwarp();
    arrive(barrier() + warp);
    if (warp == 0) wait(barrier() + 1, round);
  }
  bar_sync(1, 64);
}

// --- Misuse

void arrives_twice(void* const*, const unsigned*) {
  begin_barriers(1);
  // Bytes keep the phase from ending.
  if (threadIdx.x == 0) arrive_expecting(barrier(), 16);
  __syncthreads();
  if (threadIdx.x == 1) arrive(barrier());
}

void never_initialized(void* const*, const unsigned*) { wait(barrier(), 0); }

void waits_forever(void* const*, const unsigned*) {
  begin_barriers(3);
  if (threadIdx.x == 0) arrive_expecting(barrier(), 48);
  wait(barrier(), 0);
}

void lands_too_late(void* const*, const unsigned*) {
  begin_barriers(1);
  const tensor_map map = map_of(64 / element_bytes, 8, 64);
  if (threadIdx.x == 0) load(slices(), map, 0, 0, 512);
}

void lands_off_its_boundary(void* const*, const unsigned*) {
  begin_barriers(1);
  const tensor_map map = map_of(64 / element_bytes, 8, 64);
  if (threadIdx.x == 0) load(slices() + 64, map, 0, 0, 512);
}

void begins_beside_its_box(void* const*, const unsigned*) {
  begin_barriers(1);
  const tensor_map map = pixel_map({{0, 0}, {-1, 0}, 0, 8, {1, 1}});
  copy_pixels(slices(), &map, 0, 2, 0, 0, 0, 0, barrier());
}

void is_too_far_off(void* const*, const unsigned*) {
  begin_barriers(1);
  const tensor_map map = pixel_map({{0, 0}, {0, 0}, 0, 8, {1, 1}});
  copy_pixels(slices(), &map, 0, 0, 0, 0, 256, 0, barrier());
}

void takes_pixels_for_a_tile(void* const*, const unsigned*) {
  begin_barriers(1);
  const tensor_map map = map_of(128 / element_bytes, 8, 128);
  copy_pixels(slices(), &map, 0, 0, 0, 0, 0, 0, barrier());
}

void stores_without_waiting(void* const*, const unsigned*) {
  const tensor_map map = map_of(64 / element_bytes, 8, 64);
  tma_store_2d(&map, slices(), 0, 0);
  bulk_commit_group();
}

void is_ahead(void* const*, const unsigned*) {
  const uint64 both = describe_with(slices(), 0, 1024, 1 + threadIdx.x / 32 % 2);
  float sums[4];
  multiply_once(sums, {8, both, nullptr, both, sums, false, false, false, 1, sizeof(real), emulation::read_operand});
}

void is_alone(void* const*, const unsigned*) {
  const uint64 both = describe_with(slices(), 0, 1024, 1);
  float sums[4];
  if (threadIdx.x >= 96) return;
  multiply_once(sums, {8, both, nullptr, both, sums, false, false, false, 1, sizeof(real), emulation::read_operand});
}

void reads_beyond(void* const*, const unsigned*) {
  const uint64 both = describe_with(slices(), 0, 16384, 1);
  float sums[4];
  multiply_once(sums, {8, both, nullptr, both, sums, false, false, false, 1, sizeof(real), emulation::read_operand});
}

void has_strange_bits(void* const*, const unsigned*) {
  const uint64 both = describe_with(slices(), 0, 1024, 1) | uint64(1) << 53;
  float sums[4];
  multiply_once(sums, {8, both, nullptr, both, sums, false, false, false, 1, sizeof(real), emulation::read_operand});
}

void has_no_such_block(void* const*, const unsigned*) {
  begin_barriers(1);
  mbarrier_arrive_cluster(barrier(), 1);
}

void comes_for_others(void* const*, const unsigned*) { bar_sync(1, threadIdx.x < 32 ? 64 : 96); }

struct Program {
  void (*kernel)(void* const*, const unsigned*);
  unsigned threads, cluster_blocks;
};

const std::map<std::string, Program> programs{
    {"boxes", {boxes, 32, 1}},
    {"pixels", {pixels, 1, 1}},
    {"pixel maps", {pixel_maps, 1, 1}},
    {"stores", {stores, 1, 1}},
    {"products", {products, 128, 1}},
    {"plain products", {plain_products, 128, 1}},
    {"fragments", {fragments, 128, 1}},
    {"cluster", {cluster, 32, 2}},
    {"turns", {turns, 64, 1}},
    {"arrives twice", {arrives_twice, 32, 1}},
    {"never initialized", {never_initialized, 1, 1}},
    {"waits forever", {waits_forever, 2, 1}},
    {"lands too late", {lands_too_late, 1, 1}},
    {"lands off its boundary", {lands_off_its_boundary, 1, 1}},
    {"begins beside its box", {begins_beside_its_box, 1, 1}},
    {"is too far off", {is_too_far_off, 1, 1}},
    {"takes pixels for a tile", {takes_pixels_for_a_tile, 1, 1}},
    {"stores without waiting", {stores_without_waiting, 1, 1}},
    {"is ahead", {is_ahead, 128, 1}},
    {"is alone", {is_alone, 128, 1}},
    {"reads beyond", {reads_beyond, 128, 1}},
    {"has strange bits", {has_strange_bits, 128, 1}},
    {"has no such block", {has_no_such_block, 1, 1}},
    {"comes for others", {comes_for_others, 64, 1}},
};

}  // namespace

int main(int, char** words) {
  const std::map<std::string, emulation::Order> orders{{"forward", emulation::Order::forward},
                                                       {"reverse", emulation::Order::reverse},
                                                       {"shuffled", emulation::Order::shuffled}};
  const Program& program = programs.at(words[1]);
  for (int row = 0; row < rows; row++) {
    for (int column = 0; column < columns; column++) matrix[row * columns + column] = element(row, column);
  }
  const emulation::Kernel compiled{program.kernel, nullptr, nullptr, {program.cluster_blocks, 1, 1}};
  emulation::run({compiled, {4, 1, 1}, {program.threads, 1, 1}, {}, {}, 16 * 1024, orders.at(words[2])});
  if (program.kernel == stores) check_stores();
}
