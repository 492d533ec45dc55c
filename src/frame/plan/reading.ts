// How files are read, as data.

export interface ParquetReading {
  readonly format: 'parquet'
  /** Of the columns of the files, those of these names, in this order. */
  readonly columns?: readonly string[] | undefined
  /** Directories named `key=value` give columns. */
  readonly hivePartitioning: boolean
}
export interface CsvReading {
  readonly format: 'csv'
  readonly header: boolean
  readonly delimiter: string
  readonly quote: string
  readonly nullText: string
  readonly inferSchema: boolean
  readonly onBadRow: BadRows
}
export interface JsonReading {
  readonly format: 'json'
}
/** `report` gives the bad rows and why they are bad, in place of the good ones. */
export type BadRows = 'fail' | 'drop' | 'report'

export type Reading = ParquetReading | CsvReading | JsonReading
