// biome-ignore lint/suspicious/noImportCycles: what is tested
import { greeting } from './local.ts'

export const twice = (s: string): string => s + s
export const shout = (): string => `${greeting.toUpperCase()}!`
