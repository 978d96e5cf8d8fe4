#include "stack-switch.hpp"

#include <cstdint>

namespace emulation {

#ifdef EMULATION_OWN_SWITCH

namespace {

// What lies at a stack pointer where a computation was left: the registers that a function must keep, as its ABI says.
#ifdef __x86_64__
// System V: r15, r14, r13, r12, rbx, rbp, then the address to return to. It wants the stack pointer 8 bytes off a
// boundary of 16 where a function begins, as a call leaves it: a word for the caller's address, which is none.
constexpr size_t saved_words = 8, return_word = 6;
#else
// AAPCS64: x19 to x30, the last of which is the address to return to, then the lower halves of v8 to v15.
constexpr size_t saved_words = 20, return_word = 11;
#endif

}  // namespace

// Saves those, stores the stack pointer in `from`, and returns to where `to` was left.
extern "C" void emulation_switch(void** from, void* to);

#ifdef __x86_64__
asm(R"(
.text
.p2align 4
.type emulation_switch, @function
emulation_switch:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
.size emulation_switch, . - emulation_switch
)");
#else
asm(R"(
.text
.p2align 4
.type emulation_switch, %function
emulation_switch:
  sub sp, sp, #160
  stp x19, x20, [sp]
  stp x21, x22, [sp, #16]
  stp x23, x24, [sp, #32]
  stp x25, x26, [sp, #48]
  stp x27, x28, [sp, #64]
  stp x29, x30, [sp, #80]
  stp d8, d9, [sp, #96]
  stp d10, d11, [sp, #112]
  stp d12, d13, [sp, #128]
  stp d14, d15, [sp, #144]
  mov x9, sp
  str x9, [x0]
  mov sp, x1
  ldp x19, x20, [sp]
  ldp x21, x22, [sp, #16]
  ldp x23, x24, [sp, #32]
  ldp x25, x26, [sp, #48]
  ldp x27, x28, [sp, #64]
  ldp x29, x30, [sp, #80]
  ldp d8, d9, [sp, #96]
  ldp d10, d11, [sp, #112]
  ldp d12, d13, [sp, #128]
  ldp d14, d15, [sp, #144]
  add sp, sp, #160
  ret
.size emulation_switch, . - emulation_switch
)");
#endif

void begin_at(Context& context, unsigned char* stack, size_t bytes, void (*body)()) {
  auto* const words = reinterpret_cast<uintptr_t*>(reinterpret_cast<uintptr_t>(stack + bytes) & ~uintptr_t{15});
  uintptr_t* const saved = words - saved_words;
  for (size_t i = 0; i < saved_words; i++) saved[i] = 0;
  saved[return_word] = reinterpret_cast<uintptr_t>(body);
  context.stack_pointer = saved;
}

void switch_context(Context& from, Context& to) { emulation_switch(&from.stack_pointer, to.stack_pointer); }

#else

void begin_at(Context& context, unsigned char* stack, size_t bytes, void (*body)()) {
  getcontext(&context.registers);
  context.registers.uc_stack.ss_sp = stack;
  context.registers.uc_stack.ss_size = bytes;
  makecontext(&context.registers, body, 0);
  // The address sanitizer, which is told of switches, would forget at each what it knows of the stack named here:
  // that takes a third of the time, and hides what is read beside an array after a barrier.
  context.registers.uc_stack.ss_size = 0;
}

void switch_context(Context& from, Context& to) { swapcontext(&from.registers, &to.registers); }

#endif

}  // namespace emulation
