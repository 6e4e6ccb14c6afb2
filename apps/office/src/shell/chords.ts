/** The second key of a chord must follow within this time, in milliseconds. */
export const CHORD_MS = 1_500
const LEADER = 'g'

/** What was pressed so far: the leader and when, or nothing. */
export type ChordState = Readonly<{ since: number }> | null

/** What a key asks for: a place to go to, or one of the single keys. */
export type Command = Readonly<{ kind: 'go'; key: string }> | Readonly<{ kind: 'single'; key: string }>

/** Keys that act alone. Each has a button on the screen as well. */
export const singleKeys = ['?', '/', 'r'] as const

/**
 * One key further: `g` waits for the key of a place, `?` `/` `r` act at once. A leader that waited too long is
 * forgotten, and the key then counts by itself.
 */
export function step(
  state: ChordState,
  key: string,
  now: number,
): Readonly<{ state: ChordState; command: Command | null }> {
  const waiting = state !== null && now - state.since <= CHORD_MS
  if (waiting) return { state: null, command: /^[a-z]$/.test(key) ? { kind: 'go', key } : null }
  if (key === LEADER) return { state: { since: now }, command: null }
  const single = singleKeys.find((each) => each === key)
  return { state: null, command: single ? { kind: 'single', key: single } : null }
}

type Pressed = Pick<
  KeyboardEvent,
  'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing' | 'defaultPrevented'
>

/** Whether a key press may be a shortcut: never with a modifier, while composing, or where somebody types. */
export function isShortcutKey(event: Pressed, typing: boolean): boolean {
  if (typing || event.defaultPrevented || event.isComposing) return false
  return !event.ctrlKey && !event.metaKey && !event.altKey && event.key.length === 1
}

/** Where a key is text, or belongs to something over the page. */
const TYPING =
  'input, textarea, select, [contenteditable="true"], [role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]'

export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(TYPING) !== null
