// The project of somebody who installed partita: a folder of its own, whose packages are links to ours.

import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

export interface Project {
  readonly path: string
  /** Makes folders on the way. */
  readonly write: (file: string, text: string) => string
  /** Runs node there. */
  readonly node: (...args: readonly string[]) => { status: number | null; stdout: string; stderr: string }
  /** What the compiler says about these files; empty where nothing is wrong. */
  readonly typeErrors: (files: readonly string[]) => string
  readonly remove: () => void
}

export const makeProject = (packages: readonly string[] = []): Project => {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'partita-project-')))
  mkdirSync(join(path, 'node_modules'))
  symlinkSync(root, join(path, 'node_modules/partita'))
  for (const name of [...packages, '@types'])
    symlinkSync(join(root, 'node_modules', name), join(path, 'node_modules', name))
  writeFileSync(join(path, 'package.json'), '{ "type": "module" }')
  const node = (...args: readonly string[]) =>
    spawnSync(process.execPath, args, {
      cwd: path,
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '' },
    })
  return {
    path,
    node,
    write: (file, text) => {
      mkdirSync(join(path, dirname(file)), { recursive: true })
      writeFileSync(join(path, file), text)
      return join(path, file)
    },
    typeErrors: files => {
      const options =
        '--noEmit --strict --target es2023 --lib es2023,esnext.disposable --module nodenext --types node'
      const { status, stdout } = node(
        join(root, 'node_modules/typescript/bin/tsc'),
        ...options.split(' '),
        ...files,
      )
      return status === 0 ? '' : stdout || `tsc ended with ${status}`
    },
    remove: () => rmSync(path, { recursive: true }),
  }
}
