// Adds what filter position (r, s) gives: TM pixels × TN filters, four channels at a time. x_at{i} is
// where the first channel of pixel {i} lies, and inside{i} whether that pixel is in the image.
let w_at = (r * params.s + s) * w_column;
for (var c = 0u; c < channels; c += 4) {
  //@if VEC4
  //@else
  // The last step may have fewer than four channels: the last is read again, times zero.
  let last = channels - 1 - c;
  let live = vec4f(1, f32(last >= 1), f32(last >= 2), f32(last >= 3));
  let step1 = min(1, last);
  let step2 = min(2, last);
  let step3 = min(3, last);
  //@end
  //@unroll i TM
  //@if VEC4
  let x{i} = select(vec4f(), vec4f(x[(x_at{i} + c) / 4]), inside{i});
  //@else
  let from{i} = x_at{i} + select(0, c * x_channel, inside{i});
  let jump{i} = select(0, x_channel, inside{i});
  let x{i} = select(vec4f(), vec4f(
    f32(x[from{i}]),
    f32(x[from{i} + step1 * jump{i}]),
    f32(x[from{i} + step2 * jump{i}]),
    f32(x[from{i} + step3 * jump{i}]),
  ), inside{i});
  //@end
  //@end
  //@unroll j TN
  //@if VEC4
  let w{j} = vec4f(w[(filter{j} + w_at + c) / 4]);
  //@else
  let of{j} = filter{j} + w_at + c * w_channel;
  let w{j} = live * vec4f(
    f32(w[of{j}]),
    f32(w[of{j} + step1 * w_channel]),
    f32(w[of{j} + step2 * w_channel]),
    f32(w[of{j} + step3 * w_channel]),
  );
  //@end
  //@unroll i TM
  sum{i}_{j} += dot(x{i}, w{j});
  //@end
  //@end
}
