// Whether the browser can blur the background. It is asked before the code for it is loaded.

/** The smallest WebAssembly module with a SIMD instruction (`i8x16.splat`). */
const SIMD_MODULE = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11]);

let isSupported: boolean | null = null;

export function canBlur(): boolean {
  isSupported ??= hasInterfaces() && WebAssembly.validate(SIMD_MODULE) && hasWebGl2();
  return isSupported;
}

function hasInterfaces(): boolean {
  if (!('OffscreenCanvas' in globalThis && 'VideoFrame' in globalThis && 'WebAssembly' in globalThis)) return false;
  return 'MediaStreamTrackGenerator' in globalThis || 'captureStream' in HTMLCanvasElement.prototype;
}

function hasWebGl2(): boolean {
  try {
    return new OffscreenCanvas(1, 1).getContext('webgl2') !== null;
  } catch {
    return false;
  }
}
