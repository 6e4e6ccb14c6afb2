import { parseScan, type Scan } from './parse.ts'

/** Longest pause between two keys of one scan. Wedges send every 2 to 30 ms; a person holding a key repeats at 33 ms. */
export const MAX_GAP_MS = 50
/** A shorter burst is somebody's fast fingers, not a label: GTIN-8 is the shortest code we read. */
export const MIN_LENGTH = 6
/** A text longer than any of our codes; what follows is dropped, so that a stuck key cannot fill the memory. */
export const MAX_LENGTH = 256
/** How long a typed quantity waits for its scan. */
export const PREFIX_MS = 10_000
/** The largest quantity that `n *` may give; more than that is a scan that went astray. */
export const MAX_QUANTITY = 999

export type ScanEvent = Readonly<{
  scan: Scan
  /** From `3 *` typed before the scan; 1 otherwise. A scan's own digits never become a quantity. */
  quantity: number
}>

export type ScanOptions = Readonly<{
  onScan: (event: ScanEvent) => void
  /** Told while a quantity waits for its scan, and with null when it is used, cancelled or too old. */
  onQuantity?: (quantity: number | null) => void
  /** False lets every key through, e.g. while a card terminal asks something. */
  isEnabled?: () => boolean
  maxGapMs?: number
  minLength?: number
}>

/** The part of a KeyboardEvent that is looked at, so that a test can make one. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing' | 'repeat'> &
  Readonly<{ timeStamp: number; target: EventTarget | null; preventDefault: () => void; stopImmediatePropagation: () => void }>

type Listening = Pick<EventTarget, 'addEventListener' | 'removeEventListener'>

type Edit = Readonly<{ field: HTMLInputElement | HTMLTextAreaElement; value: string; start: number | null; end: number | null }>

/**
 * Catches what a keyboard-wedge scanner types, anywhere on the page, before anything else sees it.
 *
 * The first key of a burst cannot be told from a person's, so it is let through and the field it may land in is
 * remembered; from the second fast key on, keys are swallowed and the field is put back as it was. Enter and Tab that
 * end a burst are swallowed too: they never press the focused button and never leave a field. A burst that turns out
 * too short to be a code is given back to the field it was aimed at, so a fast typist loses nothing.
 *
 * Returns a function that stops listening.
 */
export function createScanListener(target: Listening, options: ScanOptions): () => void {
  const machine = new ScanMachine(options)
  const onKeyDown = (event: Event) => machine.press(event as unknown as KeyPress)
  // A key that was swallowed must not end as a click: browsers press a focused button with Space on key-up.
  const onKeyUp = (event: Event) => machine.release(event as unknown as KeyPress)
  target.addEventListener('keydown', onKeyDown, { capture: true })
  target.addEventListener('keyup', onKeyUp, { capture: true })
  return () => {
    target.removeEventListener('keydown', onKeyDown, { capture: true })
    target.removeEventListener('keyup', onKeyUp, { capture: true })
    machine.stop()
  }
}

class ScanMachine {
  readonly #options: ScanOptions
  readonly #maxGap: number
  readonly #minLength: number
  #text = ''
  #last = Number.NEGATIVE_INFINITY
  #edit: Edit | null = null
  #swallowed = new Set<string>()
  #flush: ReturnType<typeof setTimeout> | null = null
  #typed: Readonly<{ digits: string; at: number }> = { digits: '', at: Number.NEGATIVE_INFINITY }
  #quantity: Readonly<{ value: number; at: number }> | null = null

  constructor(options: ScanOptions) {
    this.#options = options
    this.#maxGap = options.maxGapMs ?? MAX_GAP_MS
    this.#minLength = options.minLength ?? MIN_LENGTH
  }

  stop(): void {
    this.#clear()
    this.#setQuantity(null)
  }

  release(event: KeyPress): void {
    if (!this.#swallowed.delete(event.key)) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }

  press(event: KeyPress): void {
    if (this.#options.isEnabled?.() === false) return
    if (event.ctrlKey || event.metaKey || event.isComposing || event.repeat) return
    // Shift comes with every capital letter that a scanner types; it is no key of its own.
    if (event.key === 'Shift' || event.key === 'AltGraph' || event.key === 'CapsLock') return
    const inBurst = event.timeStamp - this.#last <= this.#maxGap && this.#text !== ''
    if (event.key === 'Enter' || event.key === 'Tab') return this.#end(event, inBurst)
    if (event.key.length !== 1 || event.altKey) return this.#other(event)
    if (inBurst) this.#grow(event)
    else this.#begin(event)
  }

  /** The first key of what may become a scan: let through, with the field remembered as it was. */
  #begin(event: KeyPress): void {
    this.#giveBack()
    this.#text = event.key
    this.#last = event.timeStamp
    this.#edit = editOf(event.target)
  }

  #grow(event: KeyPress): void {
    this.#swallow(event)
    if (this.#text.length === 1) this.#edit = restore(this.#edit)
    if (this.#text.length < MAX_LENGTH) this.#text += event.key
    this.#last = event.timeStamp
    this.#arm()
  }

  #end(event: KeyPress, inBurst: boolean): void {
    const text = this.#text
    if (!inBurst || text.length < this.#minLength) {
      // A person pressed Enter or Tab: whatever was held back goes to its field first, and the key does its work.
      this.#giveBack()
      return
    }
    this.#swallow(event)
    this.#clear()
    this.#typed = { digits: '', at: Number.NEGATIVE_INFINITY }
    const quantity = this.#takeQuantity(event.timeStamp)
    this.#options.onScan({ scan: parseScan(text), quantity })
  }

  #other(event: KeyPress): void {
    this.#giveBack()
    if (event.key === 'Escape' && this.#quantity) this.#setQuantity(null)
  }

  /** A burst without Enter: some scanners send none. Long enough it is a scan, too short it was a person. */
  #arm(): void {
    if (this.#flush !== null) clearTimeout(this.#flush)
    this.#flush = setTimeout(() => {
      const text = this.#text
      const at = this.#last
      if (text.length < this.#minLength) return this.#giveBack()
      this.#clear()
      this.#options.onScan({ scan: parseScan(text), quantity: this.#takeQuantity(at) })
    }, this.#maxGap * 2)
  }

  /** Ends a burst that was no scan. What was swallowed is typed into the field it was meant for. */
  #giveBack(): void {
    const text = this.#text
    const edit = this.#edit
    const at = this.#last
    this.#clear()
    if (edit && text.length > 1) insert(edit.field, text)
    if (!edit && text !== '') for (const key of text) this.#typeQuantity(key, at)
  }

  /** Digits typed outside of any field, then `*` or `x`, wait as a quantity for the next scan. */
  #typeQuantity(key: string, at: number): void {
    const digits = at - this.#typed.at <= PREFIX_MS ? this.#typed.digits : ''
    if (/^\d$/.test(key)) this.#typed = { digits: (digits + key).slice(-4), at }
    else if (key === '*' && digits !== '') {
      const value = Number(digits)
      this.#typed = { digits: '', at }
      this.#setQuantity(value >= 1 && value <= MAX_QUANTITY ? { value, at } : null)
    } else if (key !== ' ') this.#typed = { digits: '', at }
  }

  #takeQuantity(now: number): number {
    const waiting = this.#quantity
    if (waiting) this.#setQuantity(null)
    return waiting && now - waiting.at <= PREFIX_MS ? waiting.value : 1
  }

  #setQuantity(next: Readonly<{ value: number; at: number }> | null): void {
    if (next === null && this.#quantity === null) return
    this.#quantity = next
    this.#options.onQuantity?.(next?.value ?? null)
  }

  #swallow(event: KeyPress): void {
    event.preventDefault()
    event.stopImmediatePropagation()
    this.#swallowed.add(event.key)
  }

  #clear(): void {
    if (this.#flush !== null) clearTimeout(this.#flush)
    this.#flush = null
    this.#text = ''
    this.#last = Number.NEGATIVE_INFINITY
    this.#edit = null
  }
}

function editOf(target: EventTarget | null): Edit | null {
  if (typeof HTMLElement === 'undefined') return null
  const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
  if (!isField || target.readOnly || target.disabled) return null
  return { field: target, value: target.value, start: target.selectionStart, end: target.selectionEnd }
}

/** Puts the field back as it was before the first key of the burst landed in it. */
function restore(edit: Edit | null): Edit | null {
  if (!edit || edit.field.value === edit.value) return edit
  write(edit.field, edit.value)
  setCaret(edit.field, edit.start, edit.end)
  return edit
}

/** Types the held-back text where the caret is. */
function insert(field: Edit['field'], text: string): void {
  const start = field.selectionStart ?? field.value.length
  const end = field.selectionEnd ?? start
  write(field, field.value.slice(0, start) + text + field.value.slice(end))
  setCaret(field, start + text.length, start + text.length)
}

/** Sets a value the way a keystroke does, so that React sees it: through the element's own setter, then an event. */
function write(field: Edit['field'], value: string): void {
  const own = field instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype
  Object.getOwnPropertyDescriptor(own, 'value')?.set?.call(field, value)
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

function setCaret(field: Edit['field'], start: number | null, end: number | null): void {
  // Number and e-mail inputs have no caret to set and throw when asked.
  if (start !== null) field.setSelectionRange(start, end)
}
