import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../cli/pgnines.ts';

const BOOTSTRAP = fileURLToPath(new URL('../../scripts/bootstrap.mjs', import.meta.url));

test('packages are never installed through a symbolic link: what it points to may be of others', () => {
  const root = temporaryDirectory();
  const shared = temporaryDirectory();
  writeFileSync(join(shared, 'kept'), '');
  mkdirSync(join(root, 'scripts'));
  cpSync(BOOTSTRAP, join(root, 'scripts', 'bootstrap.mjs'));
  writeFileSync(
    join(root, 'package.json'),
    '{ "name": "x", "version": "1.0.0", "engines": { "node": ">=24 || ^22.0.0 || ^20.0.0" } }',
  );
  writeFileSync(
    join(root, 'package-lock.json'),
    '{ "name": "x", "version": "1.0.0", "lockfileVersion": 3, "packages": {} }',
  );
  symlinkSync(shared, join(root, 'node_modules'));
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'scripts', 'bootstrap.mjs'), 'build'], {
    encoding: 'utf8',
  });
  expect(status).toBe(1);
  expect(stderr).toContain('node_modules is a symbolic link');
  expect(existsSync(join(shared, 'kept'))).toBe(true);
});
