// Writes a brotli and a gzip file next to each file of the build that they make smaller. The server selects one by
// Accept-Encoding and never compresses these files itself.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

/** File types that aren't compressed already, without source maps: only developer tools load them. */
const TEXT = /\.(?:css|html|js|json|mjs|svg|txt|wasm|webmanifest|xml)$/;

/** Brotli's highest quality takes minutes for a larger file, and saves little. */
const LARGE = 1_000_000;
const QUALITY_OF_LARGE_FILES = 9;

/** A smaller file fits into one packet anyway. */
const SMALLEST = 1024;

const forms: { suffix: string; compress: (bytes: Buffer) => Promise<Buffer> }[] = [
  {
    suffix: '.br',
    compress: (bytes) =>
      promisify(brotliCompress)(bytes, {
        params: {
          [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
          [constants.BROTLI_PARAM_QUALITY]: bytes.length > LARGE ? QUALITY_OF_LARGE_FILES : constants.BROTLI_MAX_QUALITY,
          [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
        },
      }),
  },
  {
    suffix: '.gz',
    compress: (bytes) => promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }),
  },
];

async function compressFile(path: string): Promise<void> {
  const bytes = await readFile(path);
  if (bytes.length < SMALLEST) return;
  await Promise.all(
    forms.map(async ({ suffix, compress }) => {
      const form = await compress(bytes);
      if (form.length < bytes.length) await writeFile(path + suffix, form);
    }),
  );
}

/** The Vite plugin. It runs when all files are written, including those of `public/`. */
export function compressed(): Plugin {
  let folder = '';
  return {
    name: 'onair:compressed',
    apply: 'build',
    configResolved(config) {
      folder = join(config.root, config.build.outDir);
    },
    closeBundle: {
      order: 'post',
      async handler() {
        const files = await readdir(folder, { recursive: true, withFileTypes: true });
        const texts = files.filter((file) => file.isFile() && TEXT.test(file.name));
        await Promise.all(texts.map((file) => compressFile(join(file.parentPath, file.name))));
      },
    },
  };
}
