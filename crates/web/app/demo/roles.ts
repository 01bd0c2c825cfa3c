// The roles that this program can play; all that needs the native library is behind this file.
export { play } from './play';
export { watch } from './audience';
