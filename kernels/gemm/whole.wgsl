// What a kernel that computes C in one pass is told, and stores.

struct Params { m: u32, n: u32, k: u32 }

@group(0) @binding(3) var<uniform> params: Params;

alias stored = real;
alias stored4 = real4;
