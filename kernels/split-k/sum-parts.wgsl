// What a product whose K was split has in parts: each thread adds up four neighbours of all parts, the first part
// first, so that a result is the same each time. Sums are f32 whatever the data type. `elements` of C, which may be
// less than four times the threads.

struct Params { elements: u32, parts: u32 }

//@if VEC4
@group(0) @binding(0) var<storage, read> sums: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> c: array<real4>;
//@else
@group(0) @binding(0) var<storage, read> sums: array<f32>;
@group(0) @binding(1) var<storage, read_write> c: array<real>;
//@end
@group(0) @binding(2) var<uniform> params: Params;

@compute @workgroup_size(THREADS)
fn main(
  @builtin(local_invocation_index) local: u32,
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
) {
  let first = ((group.y * groups.x + group.x) * THREADS + local) * 4;
  if (first >= params.elements) { return; }
  //@if VEC4
  var sum = vec4f();
  for (var part = 0u; part < params.parts; part++) {
    sum += sums[(part * params.elements + first) / 4];
  }
  c[first / 4] = real4(sum);
  //@else
  for (var at = first; at < min(first + 4, params.elements); at++) {
    var sum = 0f;
    for (var part = 0u; part < params.parts; part++) { sum += sums[part * params.elements + at]; }
    c[at] = real(sum);
  }
  //@end
}
