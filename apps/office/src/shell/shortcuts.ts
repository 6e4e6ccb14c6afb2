import { useEffect, useSyncExternalStore } from 'react'
import { isShortcutKey, isTyping, step, type ChordState, type Command } from './chords.ts'

const STORED = 'splot-office-shortcuts'
const watchers = new Set<() => void>()

function read(): boolean {
  try {
    return window.localStorage.getItem(STORED) !== 'off'
  } catch {
    return true
  }
}

/** Turns the single-letter shortcuts on or off on this device (WCAG 2.1.4). */
export function setShortcuts(on: boolean): void {
  try {
    window.localStorage.setItem(STORED, on ? 'on' : 'off')
  } catch {
    // Without storage they stay on.
  }
  for (const watcher of watchers) watcher()
}

export function useShortcutsOn(): boolean {
  return useSyncExternalStore((watcher) => {
    watchers.add(watcher)
    return () => watchers.delete(watcher)
  }, read)
}

/** Listens for chords and single keys, wherever the focus is but in a field. Ctrl+K and Cmd+K work even there. */
export function useShortcuts(run: (command: Command) => void, openPalette: () => void): void {
  const on = useShortcutsOn()
  useEffect(() => {
    let state: ChordState = null
    const onKeyDown = (event: KeyboardEvent) => {
      if (
        (event.ctrlKey || event.metaKey) &&
        !event.altKey &&
        !event.shiftKey &&
        event.key.toLowerCase() === 'k'
      ) {
        event.preventDefault()
        openPalette()
        return
      }
      if (!on || !isShortcutKey(event, isTyping(event.target))) return
      const next = step(state, event.key, event.timeStamp)
      // A letter that ends a chord must not also act on what has the focus: J and K move in tables.
      if (state && event.timeStamp) event.stopPropagation()
      state = next.state
      if (!next.command) return
      event.preventDefault()
      run(next.command)
    }
    document.addEventListener('keydown', onKeyDown, { capture: true })
    return () => document.removeEventListener('keydown', onKeyDown, { capture: true })
  }, [on, run, openPalette])
}
