import { useSyncExternalStore } from 'react'
import { remembered, textOf } from './device.ts'

/** The store this device collects in. The name is kept too, so that the header says it without asking the API. */
export interface MyStore {
  readonly id: string
  readonly name: string
}

const memory = remembered<MyStore>('splot-my-store', (value) => {
  const id = textOf(value, 'id')
  const name = textOf(value, 'name')
  return id && name ? { id, name } : null
})

export const setMyStore = memory.set

/** Null on the server and while the page wakes up: the server cannot know what a device remembers. */
export const useMyStore = (): MyStore | null => useSyncExternalStore(memory.listen, memory.get, () => null)
