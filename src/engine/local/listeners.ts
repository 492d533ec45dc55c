// Who hears of events.

import type { Event, Listener } from '../../event.ts'

export const audience = () => {
  const listeners = new Set<Listener>()
  return {
    emit: (event: Event): void => {
      for (const listener of listeners)
        try {
          listener(event)
        } catch (error) {
          // A listener's error is its owner's: it must not stop the jobs.
          queueMicrotask(() => {
            throw error
          })
        }
    },
    subscribe: (listener: Listener): (() => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
