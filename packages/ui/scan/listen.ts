import { parseScan, type Scan } from './parse.ts'

/** Longest pause between two keys of one scan. Wedges send every 2 to 30 ms; a person holding a key repeats at 33 ms. */
export const MAX_GAP_MS = 50
/** A shorter burst is somebody's fast fingers, not a label: GTIN-8 is the shortest code we read. */
export const MIN_LENGTH = 6
/** A text longer than any of our codes; what follows is dropped, so that a stuck key cannot fill the memory. */
export const MAX_LENGTH = 256
/**
 * How long a burst that is no label of ours waits for its rest before it counts as a whole scan without Enter: a machine that is too busy
 * passes keys on in pieces.
 */
const REST_MS = 700
/** How long after a scan without Enter a late Enter still belongs to it. */
const TAIL_MS = 300
/** How long a typed quantity waits for its scan. */
export const PREFIX_MS = 10_000
/** The largest quantity that `n *` may give; more than that is a scan that went astray. */
export const MAX_QUANTITY = 999

const NEVER = Number.NEGATIVE_INFINITY
/** One digit more than a quantity may have, so that a longer number is refused and not cut short. */
const DIGITS_KEPT = String(MAX_QUANTITY).length + 1
const NOTHING_TYPED = { digits: '', at: NEVER } as const

export type ScanEvent = Readonly<{
  scan: Scan
  /** From `3 *` typed before the scan; 1 otherwise. A scan's own digits never become a quantity. */
  quantity: number
}>

export type ScanOptions = Readonly<{
  onScan: (event: ScanEvent) => void
  /** Told while a quantity waits for its scan, and with null when it is used, cancelled or too old. */
  onQuantity?: (quantity: number | null) => void
  /**
   * A person's keys outside of any field, told once it is sure that no scan begins with them. A till that takes digits
   * without a field must listen here: its own keydown listener would see the first digit of every scan.
   */
  onTyped?: (text: string) => void
  /** False lets every key through, e.g. while a card terminal asks something. */
  isEnabled?: () => boolean
  maxGapMs?: number
  minLength?: number
}>

/** The part of a KeyboardEvent that is looked at, so that a test can make one. */
export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing' | 'repeat'
> &
  Readonly<{
    timeStamp: number
    target: EventTarget | null
    preventDefault: () => void
    stopImmediatePropagation: () => void
  }>

type Listening = Pick<EventTarget, 'addEventListener' | 'removeEventListener'>

type Edit = Readonly<{
  field: HTMLInputElement | HTMLTextAreaElement
  value: string
  start: number | null
  end: number | null
}>

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
  #last = NEVER
  #edit: Edit | null = null
  #timer: ReturnType<typeof setTimeout> | null = null
  /** When a scan without Enter was taken; an Enter that limps after it is swallowed. */
  #tail = NEVER
  readonly #swallowed = new Set<string>()
  #typed: Readonly<{ digits: string; at: number }> = NOTHING_TYPED
  #quantity: Readonly<{ value: number; at: number }> | null = null

  /** What silence made a person's keys of, in case the rest of a scan still comes. */
  #left: Readonly<{ text: string; edit: Edit | null; at: number }> | null = null

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
    if (!this.#swallowed.delete(event.code || event.key)) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }

  press(event: KeyPress): void {
    if (this.#options.isEnabled?.() === false || isEditableText(event.target)) return
    if (event.ctrlKey || event.metaKey || event.isComposing || event.repeat) return
    // Shift comes with every capital letter that a scanner types; it is no key of its own.
    if (event.key === 'Shift' || event.key === 'AltGraph' || event.key === 'CapsLock') return
    if (event.key === 'Enter' || event.key === 'Tab') return this.#end(event)
    if (event.key.length !== 1 || event.altKey) return this.#other(event)
    if (this.#text !== '' && event.timeStamp - this.#last <= this.#maxGap) this.#grow(event)
    else this.#begin(event)
  }

  /** The first key of what may become a scan: let through, with the field remembered as it was. */
  #begin(event: KeyPress): void {
    const left = this.#left
    this.#left = null
    if (this.#text === '' && left && event.timeStamp - left.at <= this.#maxGap) {
      // The machine was busy: by their own times these keys belong together.
      restore(left.edit)
      this.#text = left.text
      this.#edit = left.edit
      return this.#grow(event)
    }
    this.#settle()
    this.#text = event.key
    this.#last = event.timeStamp
    this.#edit = editOf(event.target)
    this.#wait()
  }

  #grow(event: KeyPress): void {
    this.#swallow(event)
    if (this.#text.length === 1) restore(this.#edit)
    if (this.#text.length < MAX_LENGTH) this.#text += event.key
    this.#last = event.timeStamp
    this.#wait()
  }

  #end(event: KeyPress): void {
    if (this.#text.length >= this.#minLength) {
      this.#swallow(event)
      this.#settle()
      this.#tail = NEVER
      return
    }
    const limping = this.#text === '' && event.timeStamp - this.#tail <= TAIL_MS
    this.#tail = NEVER
    if (limping) return this.#swallow(event)
    // A person pressed Enter or Tab: whatever was held back goes to its field first, and the key does its work.
    this.#settle()
  }

  #other(event: KeyPress): void {
    this.#settle()
    if (event.key === 'Escape') this.#setQuantity(null)
  }

  /** Silence ends a burst. A timer that fires late means a busy page with keys still queued behind it: wait again. */
  #wait(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    const isPart = this.#text.length >= this.#minLength && parseScan(this.#text).kind === 'unknown'
    const silence = isPart ? REST_MS : this.#maxGap * 2
    const due = performance.now() + silence
    this.#timer = setTimeout(() => {
      if (performance.now() - due > this.#maxGap) this.#wait()
      else this.#settle()
    }, silence)
  }

  /** Decides what the held text was: long enough it is a scan, else a person's keys, which are given back. */
  #settle(): void {
    const text = this.#text
    const edit = this.#edit
    const at = this.#last
    this.#clear()
    if (text.length >= this.#minLength) return this.#scanned(text, at)
    if (text !== '') this.#left = { text, edit, at }
    if (edit) {
      if (text.length > 1) insert(edit.field, text)
    } else if (text !== '') {
      this.#typeQuantity(text, at)
      this.#options.onTyped?.(text)
    }
  }

  #scanned(text: string, at: number): void {
    this.#typed = NOTHING_TYPED
    this.#tail = at
    const quantity = this.#takeQuantity(at)
    this.#options.onScan({ scan: parseScan(text), quantity })
  }

  /** Digits typed outside of any field, then `*`, wait as a quantity for the next scan. */
  #typeQuantity(text: string, at: number): void {
    let { digits } = at - this.#typed.at <= PREFIX_MS ? this.#typed : NOTHING_TYPED
    this.#typed = NOTHING_TYPED
    // Four digits at once are no fingers but a short label, and a label is never a quantity.
    if (!/^(?:\d{0,3}\*?| )$/.test(text)) return
    digits += text.replace(/[* ]/g, '')
    if (!text.endsWith('*')) {
      this.#typed = { digits: digits.slice(0, DIGITS_KEPT), at }
      return
    }
    const value = Number(digits)
    if (value >= 1 && value <= MAX_QUANTITY) this.#setQuantity({ value, at })
    else this.#setQuantity(null)
  }

  #takeQuantity(now: number): number {
    const waiting = this.#quantity
    this.#setQuantity(null)
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
    this.#swallowed.add(event.code || event.key)
  }

  #clear(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#text = ''
    this.#last = NEVER
    this.#edit = null
  }
}

/** Rich text has no value to put back, so there the scanner is left alone. */
function isEditableText(target: EventTarget | null): boolean {
  return typeof HTMLElement !== 'undefined' && target instanceof HTMLElement && target.isContentEditable
}

function editOf(target: EventTarget | null): Edit | null {
  if (typeof HTMLElement === 'undefined') return null
  const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
  if (!isField || target.readOnly || target.disabled) return null
  return { field: target, value: target.value, start: target.selectionStart, end: target.selectionEnd }
}

/** Puts the field back as it was before the first key of the burst landed in it. */
function restore(edit: Edit | null): void {
  if (!edit || edit.field.value === edit.value) return
  write(edit.field, edit.value)
  setCaret(edit.field, edit.start, edit.end)
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
