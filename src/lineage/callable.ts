// biome-ignore lint/suspicious/noExplicitAny: nodes are untyped inside; the type parameter lives on RDD<T> only
export type Callable = (...args: any[]) => any
