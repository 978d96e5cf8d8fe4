#pragma once

namespace emulation {

// Hardware promises no order of blocks, nor of threads between two barriers, nor when a copy lands
// before it is waited for: `forward` as late as the waits allow, `reverse` at once, `shuffled` at any
// time between. A kernel that is right gives the same result in each of these.
enum class Order { forward, reverse, shuffled };

}  // namespace emulation
