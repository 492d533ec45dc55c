#!/usr/bin/env node
// The command line: reads the words, runs the command, ends with its exit code. Commands read events and options,
// never an engine's insides.

import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { run } from './run.ts'

const USAGE = `partita run <script> [options] [-- arguments of the script]

Runs a TypeScript or JavaScript file (ESM or CommonJS, no build step) with these defaults for its openSession:
  --master <m>     local[*] (default), local[N], local[N,F], reference
  --memory <size>  for all that the engine holds, e.g. 2g
  --retries <n>    attempts of a task that throws (default 1)
  --conf <k=v>     any other option of openSession, e.g. splitBytes=8000000; may be repeated
  --quiet          no progress line

Exit codes: 0 ok, 1 the script's error, 2 wrong usage, 130 and 143 signals.`

const usage = (complaint: string): never => {
  process.stderr.write(`${complaint}\n\n${USAGE}\n`)
  process.exit(2)
}

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        master: { type: 'string' },
        memory: { type: 'string' },
        retries: { type: 'string' },
        conf: { type: 'string', multiple: true },
        quiet: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    return usage((error as Error).message)
  }
}

const words = process.argv.slice(2)
const own = words.includes('--') ? words.slice(0, words.indexOf('--')) : words
const { values, positionals } = parse(own)
const [command, script] = positionals
if (values.help === true || command === undefined) {
  process.stdout.write(`${USAGE}\n`)
  process.exit(command === undefined && values.help !== true ? 2 : 0)
}
if (command !== 'run') usage(`There is no command ${command}.`)
if (script === undefined) usage('partita run needs a script.')
if (!existsSync(script!)) usage(`There is no file ${script}.`)
for (const setting of values.conf ?? [])
  if (!setting.includes('=')) usage(`--conf takes key=value, not ${setting}.`)
process.exitCode = await run(script!, values, words.slice(own.length + 1))
