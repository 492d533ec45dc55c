// Files as every engine reads them: the same records in the same partitions, each once, whatever the size of splits.

import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { openSession, type PartitaError, type RDD, type Session } from 'partita'

const dir = mkdtempSync(join(tmpdir(), 'partita-files-law-'))
let folders = 0
let sessions: readonly Session[]
before(async () => {
  sessions = await Promise.all(['reference', 'local[1]', 'local[3]'].map(master => openSession({ master })))
})
after(async () => {
  await Promise.all(sessions.map(session => session.close()))
  rmSync(dir, { recursive: true })
})

type Files = ReadonlyMap<string, Buffer>
/** A folder of its own. */
const folderOf = (files: Files): string => {
  const folder = join(dir, String(folders++))
  mkdirSync(folder)
  for (const [name, content] of files)
    writeFileSync(join(folder, name), name.endsWith('.gz') ? gzipSync(content) : content)
  return folder
}

/** Records by partition, or what is comparable of an error. */
const outcome = async (rdd: RDD<unknown>): Promise<unknown> => {
  try {
    return await rdd.glom().collect()
  } catch (error) {
    // Of several bad partitions any may be the first to fail.
    const { code, operator } = error as PartitaError
    return { code, operator }
  }
}
const everywhere = async (read: (session: Session) => RDD<unknown>): Promise<unknown> => {
  const [first, ...others] = await Promise.all(sessions.map(session => outcome(read(session))))
  for (const other of others) assert.deepStrictEqual(other, first)
  return first
}

const name = fc
  .tuple(
    fc.constantFrom('', '_', '.'),
    fc.stringMatching(/^[a-cA-C1]{1,3}$/),
    fc.constantFrom('', '.txt', '.gz'),
  )
  .map(parts => parts.join(''))
const text = fc
  .array(fc.constantFrom('a', 'é\n', '\r\n', '\r', '\uFEFF', '😀', 'x'.repeat(50_000)), { maxLength: 5 })
  .map(tokens => Buffer.from(tokens.join('')))
const files = (content: fc.Arbitrary<Buffer>): fc.Arbitrary<Files> =>
  fc.array(fc.tuple(name, content), { maxLength: 8 }).map(entries => new Map(entries))

/** What is read of a folder, in order. */
const shown = (all: Files): readonly (readonly [string, Buffer])[] =>
  [...all].filter(([name]) => !/^[_.]/.test(name)).sort(([a], [b]) => (a < b ? -1 : 1))

test('whole files are records, in the order of their names, each once', () =>
  fc.assert(
    fc.asyncProperty(
      files(
        fc.oneof(
          text,
          fc.uint8Array({ maxLength: 9 }).map(bytes => Buffer.from(bytes)),
        ),
      ),
      fc.integer({ min: 1, max: 300_000 }),
      fc.option(fc.integer({ min: 1, max: 60_000 }), { nil: undefined }),
      async (all, splitBytes, maxFileBytes) => {
        const folder = folderOf(all)
        const options = { splitBytes, maxFileBytes }
        const bytes = (await everywhere(session => session.binaryFiles(folder, options))) as unknown[]
        const stored = shown(all).map(([name, content]): [string, Buffer] => [
          join(folder, name),
          name.endsWith('.gz') ? gzipSync(content) : content,
        ])
        if (stored.some(([, content]) => content.length > (maxFileBytes ?? 1e9)))
          assert.deepEqual(bytes, { code: 'DATA', operator: 'binaryFiles' })
        else {
          assert.deepEqual(bytes.flat(), stored)
          for (const [i, part] of (bytes as [string, Buffer][][]).entries()) {
            const cost = (files: [string, Buffer][]) =>
              files.reduce((sum, [, content]) => sum + Math.max(65_536, content.length), 0)
            assert.ok(part.length === 1 || cost(part) <= splitBytes)
            const next = (bytes as [string, Buffer][][])[i + 1]
            if (next !== undefined) assert.ok(cost([...part, next[0]!]) > splitBytes, 'no more fit')
          }
        }
        const texts = await everywhere(session => session.wholeTextFiles(folder, options))
        const isText = shown(all).every(([, content]) => content.equals(Buffer.from(content.toString())))
        if (isText && shown(all).every(([, content]) => content.length <= (maxFileBytes ?? 1e9)))
          assert.deepEqual(
            (texts as unknown[]).flat(),
            shown(all).map(([name, content]) => [
              join(folder, name),
              content.toString().replace(/^\uFEFF/, ''),
            ]),
          )
        else assert.equal((texts as PartitaError).code, 'DATA')
      },
    ),
  ))

const onBadRow = fc.constantFrom('fail' as const, 'drop' as const, 'keep' as const)
const line = fc.constantFrom(
  '{"a":1}',
  '{"a":',
  '{"a":"x"}',
  '{"b":[1,"2"]}',
  '[1]',
  '',
  ' ',
  'é"',
  '1,2',
  '1,"2"',
  '1,2,3',
  '"1',
  '9"',
)
const lines = fc
  .array(line, { maxLength: 12 })
  .map(lines => Buffer.from(lines.map(line => `${line}\n`).join('')))
const schemas = fc.constantFrom(
  undefined,
  { a: 'int32?', b: { list: 'string', nullable: true } },
  { a: (text: string) => Number(text) + 1 },
  { '~standard': { version: 1, vendor: 'law', validate: allow } },
  () => ({ '~standard': { version: 1, vendor: 'law', validate: allow } }),
)
function allow(value: unknown) {
  return typeof value === 'object'
    ? { value: [value] }
    : { issues: [{ message: 'no object', path: ['a', 0] }] }
}

test('JSON lines and CSV are read alike, bad rows too, and those that are left out are counted alike', () =>
  fc.assert(
    fc.asyncProperty(
      files(lines),
      fc.integer({ min: 1, max: 200 }),
      onBadRow,
      schemas,
      async (all, splitBytes, onBadRow, schema) => {
        const folder = folderOf(all)
        const options = { splitBytes, onBadRow }
        for (const read of [
          (session: Session, rejected: object) =>
            session.jsonLines(folder, { ...options, ...rejected, schema: schema as never }),
          (session: Session, rejected: object) =>
            session.csv(folder, {
              ...options,
              ...rejected,
              header: false,
              columns: { a: 'int32', b: 'string?' },
            }),
        ]) {
          const counters = new Map(sessions.map(session => [session, session.counter()]))
          const rejected = (session: Session) =>
            onBadRow === 'drop' ? { rejected: counters.get(session) } : {}
          await everywhere(session => read(session, rejected(session)))
          const [first, ...others] = sessions.map(session => counters.get(session)!.value)
          for (const other of others) assert.equal(other, first)
          if (onBadRow === 'drop') {
            const kept = await read(sessions[0]!, { onBadRow: 'keep' }).collect()
            const bad = kept.filter(row => !(row as unknown as { ok: boolean }).ok)
            assert.equal(first, bad.length)
          }
        }
      },
    ),
  ))
