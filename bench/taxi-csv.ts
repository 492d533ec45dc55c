// A CSV file of trips, 19 columns, written once into the temporary directory.

import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const COLUMNS =
  'vendor,pickup,dropoff,passengers,distance,rate,flag,zone,to,payment,fare,extra,tax,tip,tolls,surcharge,total,congestion,airport'

export const taxiCsv = (megabytes: number): string => {
  const folder = join(tmpdir(), 'partita-bench')
  const path = join(folder, `taxi-${megabytes}.csv`)
  if (existsSync(path) && statSync(path).size >= megabytes * 1e6) return path
  mkdirSync(folder, { recursive: true })
  const file = openSync(`${path}.part`, 'w')
  let written = writeSync(file, `${COLUMNS}\n`)
  for (let i = 0; written < megabytes * 1e6; ) {
    let chunk = ''
    for (const end = i + 1000; i < end; i++) chunk += `${trip(i)}\n`
    written += writeSync(file, chunk)
  }
  closeSync(file)
  renameSync(`${path}.part`, path)
  return path
}

const two = (x: number): string => String(x).padStart(2, '0')

const trip = (i: number): string => {
  const r = Math.imul(i ^ (i >>> 15), 0x2c1b3c6d) >>> 0
  const day = `2025-01-${two(1 + (r % 31))}`
  const hour = (r >>> 5) % 24
  const minute = (r >>> 10) % 60
  const distance = ((r >>> 3) % 3000) / 100
  const fare = 3 + distance * 2.5
  const tip = (r >>> 7) % 5
  return [
    1 + (r & 1),
    `${day} ${two(hour)}:${two(minute)}:${two(r % 60)}`,
    `${day} ${two(hour)}:${two((minute + 17) % 60)}:${two(r % 60)}`,
    1 + (r % 4),
    distance,
    1,
    'N',
    1 + ((r >>> 4) % 263),
    1 + ((r >>> 12) % 263),
    1 + (r % 2),
    fare.toFixed(2),
    0.5,
    0.5,
    tip,
    0,
    1,
    (fare + tip + 2).toFixed(2),
    2.5,
    0,
  ].join(',')
}
