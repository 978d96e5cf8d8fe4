/** Shaped like tokens, and nobody's; put together here, so that no scanner of sources takes them for real. */
export const tokens = {
  github: ['ghp', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'].join('_'),
  huggingface: ['hf', 'aBcDeFgHiJkLmNoPqRsTuVwXyZaBcDeFgH'].join('_'),
  npm: ['npm', 'aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5'].join('_'),
  gitlab: ['glpat', 'abcDEF123456ghiJKL78'].join('-'),
  basicauth: ['https://someone', 'hunter2secret@example.com/simple'].join(':'),
};
