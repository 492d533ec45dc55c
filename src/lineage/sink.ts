// Where saved records go, as data: the mirror of a source. How they become bytes is `io`'s work.

export type Compression = 'gzip'

interface Written {
  readonly compression?: Compression | undefined
}
/** A record is a string: a line, ended by '\n'. */
export interface TextSink extends Written {
  readonly to: 'text'
}

export type SinkSpec = TextSink
