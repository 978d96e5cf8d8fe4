// What a kernel that can split K is told, and stores. Where it is split, workgroups of layer z of the grid add up
// `span` products from z · span on, and `c` holds a matrix of f32 sums for each layer.

struct Params { m: u32, n: u32, k: u32, span: u32 }

@group(0) @binding(3) var<uniform> params: Params;

//@if SPLIT
alias stored = f32;
alias stored4 = vec4f;
//@else
alias stored = real;
alias stored4 = real4;
//@end
