import { describe, expect, test } from 'vitest'
import { CHORD_MS, isShortcutKey, step } from './chords.ts'

const press = { ctrlKey: false, metaKey: false, altKey: false, isComposing: false, defaultPrevented: false }

describe('chords', () => {
  test('g, then o, goes to the orders', () => {
    const leader = step(null, 'g', 1_000)
    expect(leader).toEqual({ state: { since: 1_000 }, command: null })
    expect(step(leader.state, 'o', 1_400)).toEqual({ state: null, command: { kind: 'go', key: 'o' } })
  })

  test('a leader that waited too long is forgotten', () => {
    const { state } = step(null, 'g', 0)
    expect(step(state, 'o', CHORD_MS + 1)).toEqual({ state: null, command: null })
    expect(step(state, '/', CHORD_MS + 1).command).toEqual({ kind: 'single', key: '/' })
  })

  test('g twice is a chord to whatever g names, not a second leader', () => {
    const { state } = step(null, 'g', 0)
    expect(step(state, 'g', 10)).toEqual({ state: null, command: { kind: 'go', key: 'g' } })
  })

  test('a letter alone does nothing', () => {
    expect(step(null, 'o', 0)).toEqual({ state: null, command: null })
  })

  test('nothing fires where somebody types, with a modifier, or while composing', () => {
    expect(isShortcutKey({ ...press, key: 'g' }, false)).toBe(true)
    expect(isShortcutKey({ ...press, key: 'g' }, true)).toBe(false)
    expect(isShortcutKey({ ...press, key: 'ł', altKey: true }, false)).toBe(false)
    expect(isShortcutKey({ ...press, key: 'g', isComposing: true }, false)).toBe(false)
    expect(isShortcutKey({ ...press, key: 'Enter' }, false)).toBe(false)
  })
})
