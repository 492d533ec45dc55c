import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { FLOORS, NARROWER, OWNERS } from './floors.ts'
import { importsOf, isRelative, packageOf, readTree, type SourceFile, target } from './imports.ts'

const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const house = readTree(root('src'))

const roomOf = (path: string): string | undefined => {
  const parts = path.split('/')
  return [path, parts.slice(0, 2).join('/'), parts[0]!].find(room => room in FLOORS)
}

const trespasses = (files: readonly SourceFile[]): readonly string[] =>
  files.flatMap(file => {
    const room = roomOf(file.path)
    if (room === undefined) return [`${file.path} belongs to no room`]
    return importsOf(file)
      .filter(isRelative)
      .flatMap(specifier => {
        const to = target(file.path, specifier)
        const other = roomOf(to)
        if (!files.some(({ path }) => path === to)) return [`${file.path} imports ${to}, which is no file`]
        if (other === room) return []
        if (other === undefined || FLOORS[other]! >= FLOORS[room]!) return [`${file.path} climbs to ${to}`]
        const allowed = NARROWER[room]
        return allowed === undefined || allowed.includes(other) ? [] : [`${file.path} may not see ${to}`]
      })
  })

/** Files that import each other, round and round; type imports count. */
const cycles = (files: readonly SourceFile[]): readonly string[] => {
  const arrows = new Map(
    files.map(file => [
      file.path,
      importsOf(file)
        .filter(isRelative)
        .map(to => target(file.path, to)),
    ]),
  )
  const done = new Set<string>()
  const found: string[] = []
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) found.push([...trail.slice(trail.indexOf(path)), path].join(' → '))
    else if (!done.has(path)) {
      for (const to of arrows.get(path) ?? []) visit(to, [...trail, path])
      done.add(path)
    }
  }
  for (const { path } of files) visit(path, [])
  return found
}

const foreigners = (files: readonly SourceFile[]): readonly string[] =>
  files.flatMap(file =>
    importsOf(file).flatMap(specifier => {
      const name = packageOf(specifier)
      if (name === undefined || name === 'fp-ts') return []
      const owners = OWNERS[name]
      if (owners === undefined) return [`${file.path} imports ${name}, which no room owns`]
      return owners.includes(roomOf(file.path)!) ? [] : [`${file.path} imports ${name}, which ${owners} owns`]
    }),
  )

test('the law sees the house', () => {
  assert.ok(house.length > 40, `only ${house.length} files`)
  assert.ok(house.flatMap(importsOf).length > 100)
})

test('a room imports only lower floors', () => assert.deepEqual(trespasses(house), []))

test('no file imports itself by any way round', () => assert.deepEqual(cycles(house), []))

test('each package has its owner', () => assert.deepEqual(foreigners(house), []))

test('planted trespasses are caught', () => {
  const plant = (path: string, text: string) => [...house, { path, text }]
  const planted = (path: string, text: string) => trespasses(plant(path, text)).length
  assert.equal(
    planted('plan/spy.ts', `import { cut } from '../io/cut.ts'`),
    1,
    'a stranger on the same floor',
  )
  assert.equal(
    planted('lineage/spy.ts', `import type { Stage } from '../plan/stage.ts'`),
    1,
    'a type from above',
  )
  assert.equal(
    planted('engine/reference/spy.ts', `export * from '../../codec/codec.ts'`),
    1,
    'the oracle peeks',
  )
  assert.equal(
    planted('rdd/spy.ts', `const e = await import('../engine/local/engine.ts')`),
    1,
    'a late import',
  )
  assert.equal(
    planted('io/spy.ts', `new URL('../worker/main.js', import.meta.url)`),
    1,
    'a file named by URL',
  )
  assert.equal(planted('plan/spy.ts', `// import { cut } from '../io/cut.ts'`), 0, 'a comment is no import')
  const knot = [
    { path: 'plan/a.ts', text: `import type { B } from './b.ts'` },
    { path: 'plan/b.ts', text: `import { a } from './a.ts'` },
  ]
  assert.equal(cycles([...house, ...knot]).length, 1)
  assert.equal(foreigners(plant('rdd/spy.ts', `import { parse } from 'csv-parse/sync'`)).length, 1)
  assert.equal(foreigners(plant('rdd/spy.ts', `import _ from 'lodash'`)).length, 1)
})

test('the street map for people names every room', () => {
  const map = readFileSync(root('docs/architecture.md'), 'utf8')
  for (const room of Object.keys(FLOORS))
    assert.ok(map.includes(`\`${room}`), `docs/architecture.md lacks ${room}`)
})

test('what is installed is what is imported', () => {
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(root('package.json'), 'utf8'))
  assert.deepEqual(
    Object.keys({ ...dependencies, ...peerDependencies }).sort(),
    [...Object.keys(OWNERS), 'fp-ts'].sort(),
  )
})

test('the lockfile names no host', () => {
  assert.doesNotMatch(readFileSync(root('package-lock.json'), 'utf8'), /"resolved"/)
})
