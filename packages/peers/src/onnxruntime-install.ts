import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Of a folder of its own, beside the workspace: who does not compare need not install 150 MB. */
const manifest = new URL('../onnxruntime/package.json', import.meta.url);

/** Whether it was installed: `pnpm --filter @stackbench/peers run install-onnxruntime`. */
export function hasOnnxruntime(): boolean {
  return existsSync(new URL('node_modules/onnxruntime-web', manifest));
}

/** Its module with the WebGPU backend, made for `import`: that lies beside the one for `require`. */
export function onnxruntimeModule(): string {
  const entry = createRequire(fileURLToPath(manifest)).resolve('onnxruntime-web/webgpu');
  return entry.replace(/\.min\.js$/, '.bundle.min.mjs');
}
