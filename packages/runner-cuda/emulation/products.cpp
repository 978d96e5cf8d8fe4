#include "products.hpp"

#include <algorithm>

#include "cluster.hpp"

namespace emulation {

namespace {

constexpr unsigned warp_rows = 16, most_columns = 256, most_depth = 16;

// Four columns at a time.
typedef float Columns __attribute__((vector_size(16)));
constexpr unsigned most_vectors = most_columns / 4;

struct Factors {
  float a[warp_rows][most_depth];
  union {
    float b[most_depth][most_columns];
    Columns b_vectors[most_depth][most_vectors];
  };
};
union Sums {
  float at[warp_rows][most_columns];
  Columns vectors[warp_rows][most_vectors];
};

// FNV-1a over what makes two warps' products one.
uint64_t digest(const Product& product) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (const uint64_t part : {static_cast<uint64_t>(product.columns), static_cast<uint64_t>(product.fragment == nullptr ? product.a : 0),
                              static_cast<uint64_t>(product.b), static_cast<uint64_t>(product.accumulates)}) {
    hash = (hash ^ part) * 0x100000001b3u;
  }
  return hash;
}

// A's rows from registers. PTX ISA, "Register fragments for wgmma.mma_async.m64nNk16" and "… k8": with g = lane / 4 and
// t = lane % 4, register i holds row g, + 8 where i is odd, and word t + 4 · (i / 2) of it.
void read_fragments(const Product& product, const unsigned* const (&fragments)[32], Factors& factors) {
  const unsigned per_word = 4 / product.element_bytes;
  for (unsigned lane = 0; lane < 32; lane++) {
    for (unsigned i = 0; i < 4; i++) {
      const auto* bytes = reinterpret_cast<const unsigned char*>(&fragments[lane][i]);
      for (unsigned e = 0; e < per_word; e++) {
        factors.a[lane / 4 + i % 2 * 8][(lane % 4 + i / 2 * 4) * per_word + e] =
            product.read(bytes + e * product.element_bytes);
      }
    }
  }
}

// What lies in columns that the product does not have is of no account.
void multiply_rows(const Factors& factors, unsigned columns, unsigned depth, float scale, Sums& sums) {
  for (unsigned row = 0; row < warp_rows; row++) {
    for (unsigned k = 0; k < depth; k++) {
      const float a = scale * factors.a[row][k];
      for (unsigned i = 0; i < columns / 4; i++) sums.vectors[row][i] += a * factors.b_vectors[k][i];
    }
  }
}

}  // namespace

void Warpgroup::compare(size_t at, const Product& product) {
  const uint64_t own = digest(product);
  if (at == products_.size()) products_.push_back(own);
  if (products_[at] != own) fail("the warps of a warpgroup multiply different matrices together");
}

void Products::start(const Product* const (&products)[32], const Block& block) {
  const Product& first = *products[0];
  Started started{first, {}, {}, &block};
  for (unsigned lane = 0; lane < 32; lane++) {
    if (digest(*products[lane]) != digest(first)) fail("the lanes of a warp multiply different matrices together");
    started.sums[lane] = products[lane]->sums;
    started.fragments[lane] = products[lane]->fragment;
  }
  if (!is_fenced_) fail("the first product of a warpgroup comes without a wgmma.fence");
  group_->compare(started_++, first);
  groups_.back().push_back(started);
  // Early: before anything else happens.
  if (order_ == Order::forward) {
    multiply(started);
    groups_.back().pop_back();
  }
}

void Products::await(unsigned pending) {
  for (; groups_.size() > pending + 1; groups_.pop_front()) {
    for (const Started& started : groups_.front()) multiply(started);
  }
}

void Products::pass_time() {
  if (order_ != Order::shuffled || !dice_.comes_up(2)) return;
  const auto group = std::find_if(groups_.begin(), groups_.end(), [](const Group& group) { return !group.empty(); });
  if (group == groups_.end()) return;
  multiply(group->front());
  group->pop_front();
}

void Products::end_thread() const {
  const auto is_done = [](const Group& group) { return group.empty(); };
  if (!std::all_of(groups_.begin(), groups_.end(), is_done)) {
    fail("a thread ends while its warpgroup's products are unfinished");
  }
}

void Products::end_block() const {
  if (started_ != group_->started()) fail("not all warps of a warpgroup take part in a product");
}

// Row l / 4, + 8 where register i has i / 2 odd, and column 8 · (i / 4) + 2 · (l % 4) + i % 2 is what lane l holds of the sums:
// PTX ISA, "D fragment layout for wgmma".
void Products::multiply(const Started& started) const {
  static Factors factors;
  static Sums sums;
  const Product& product = started.product;
  const unsigned depth = 32 / product.element_bytes;
  const auto read = [&](const Operand& operand, unsigned along, unsigned deep, bool turned) {
    const unsigned address = operand.address(along, deep, product.element_bytes, turned);
    return product.read(started.block->shared.of_proxy(address, product.element_bytes));
  };
  if (product.fragment != nullptr) {
    read_fragments(product, started.fragments, factors);
  } else {
    const Operand a = Operand::parse(product.a);
    for (unsigned row = 0; row < warp_rows; row++) {
      for (unsigned k = 0; k < depth; k++) factors.a[row][k] = read(a, warp_ * warp_rows + row, k, product.turns_a);
    }
  }
  const Operand b = Operand::parse(product.b);
  for (unsigned k = 0; k < depth; k++) {
    for (unsigned column = 0; column < product.columns; column++) {
      factors.b[k][column] = read(b, column, k, product.turns_b);
    }
  }
  const auto for_each_sum = [&](auto visit) {
    for (unsigned lane = 0; lane < 32; lane++) {
      for (unsigned i = 0; i < product.columns / 2; i++) {
        visit(started.sums[lane][i], sums.at[lane / 4 + i / 2 % 2 * 8][i / 4 * 8 + lane % 4 * 2 + i % 2]);
      }
    }
  };
  for_each_sum([&](float& own, float& sum) { sum = product.accumulates ? own : 0; });
  multiply_rows(factors, product.columns, depth, product.scale, sums);
  for_each_sum([](float& own, float& sum) { own = sum; });
}

void fence_products() {
  meet_once(Instruction::wgmma_fence, [](Exchange&) {}, [](Exchange&) { self->products->fence(); });
}

void multiply(const Product& product) {
  meet_once(
      Instruction::wgmma, [&](Exchange& own) { own.products[self->lane] = &product; },
      [](Exchange& all) { self->products->start(all.products, *self->home); });
}

void commit_products() {
  meet_once(Instruction::wgmma_commit, [](Exchange&) {}, [](Exchange&) { self->products->commit(); });
}

void await_products(unsigned pending) {
  meet_once(Instruction::wgmma_wait, [](Exchange&) {}, [&](Exchange&) { self->products->await(pending); });
}

}  // namespace emulation
