// Everything that imports the native library.
export { play } from './play';
export { watch } from './audience';
