// @ts-check
import { fileURLToPath } from 'node:url';

/** The root of the package, with a separator at its end. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The command line, as it was built. */
export const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

/** Loads what a source file was built to. @param {string} path below `dist/` @returns {Promise<any>} */
export const built = (path) => import(new URL(`../dist/${path}`, import.meta.url).href);
