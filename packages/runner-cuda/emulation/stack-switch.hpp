// Goes from one stack to another without a system call, of which ucontext.h makes two at each switch: a kernel with
// barriers then spends a quarter of its time in them.
#pragma once
#include <cstddef>

#if (defined(__x86_64__) || defined(__aarch64__)) && !defined(EMULATION_UCONTEXT)
#define EMULATION_OWN_SWITCH
#else
#include <ucontext.h>
#endif

namespace emulation {

// Where a computation was left, to go on there.
struct Context {
#ifdef EMULATION_OWN_SWITCH
  void* stack_pointer;
#else
  ucontext_t registers;
#endif
};

// A context that begins `body`, which never returns, on a stack of `bytes` from `stack` on.
void begin_at(Context& context, unsigned char* stack, size_t bytes, void (*body)());

// Leaves the computation that runs in `from` and goes on with `to`; returns when somebody goes on with `from`.
void switch_context(Context& from, Context& to);

}  // namespace emulation
