import * as fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createScanListener, MAX_GAP_MS, MIN_LENGTH, PREFIX_MS, type ScanEvent } from './listen.ts'
import { gtinCheckDigit } from './parse.ts'

/**
 * A page in miniature: one field and one button. Keys do what a browser does with them when nobody objects: letters go
 * into the field, Enter and Space press the button. Only what the listener touches is modelled.
 */
class FakeElement extends EventTarget {
  readonly isContentEditable = false
}
class FakeInput extends FakeElement {
  #value = ''
  readOnly = false
  disabled = false
  selectionStart: number | null = 0
  selectionEnd: number | null = 0
  get value() {
    return this.#value
  }
  set value(next: string) {
    this.#value = next
    this.selectionStart = this.selectionEnd = next.length
  }
  setSelectionRange(start: number, end: number | null) {
    this.selectionStart = start
    this.selectionEnd = end
  }
}

class Key extends Event {
  readonly key: string
  readonly code: string
  readonly ctrlKey = false
  readonly metaKey = false
  readonly altKey = false
  readonly isComposing = false
  readonly repeat = false
  readonly #at: number
  readonly #aim: EventTarget | null
  constructor(type: string, key: string, at: number, aim: EventTarget | null) {
    super(type, { cancelable: true, bubbles: true })
    this.key = key
    this.code = `Key${key}`
    this.#at = at
    this.#aim = aim
  }
  override get timeStamp() {
    return this.#at
  }
  override get target() {
    return this.#aim
  }
}

beforeAll(() => {
  vi.stubGlobal('HTMLElement', FakeElement)
  vi.stubGlobal('HTMLInputElement', FakeInput)
  vi.stubGlobal('HTMLTextAreaElement', class extends FakeElement {})
})
afterAll(() => vi.unstubAllGlobals())
beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function rest() {
  vi.advanceTimersByTime(1_000)
}

function openPage(focus: 'field' | 'button' | 'nothing') {
  const page = new EventTarget()
  const field = new FakeInput()
  const scans: ScanEvent[] = []
  const quantities: Array<number | null> = []
  let presses = 0
  let typed = ''
  const stop = createScanListener(page, {
    onScan: (event) => scans.push(event),
    onQuantity: (quantity) => quantities.push(quantity),
    onTyped: (text) => (typed += text),
  })
  const aim = focus === 'field' ? field : focus === 'button' ? new FakeElement() : null
  function key(name: string, waitMs: number, at?: number) {
    vi.advanceTimersByTime(waitMs)
    const down = new Key('keydown', name, at ?? performance.now(), aim)
    page.dispatchEvent(down)
    if (!down.defaultPrevented) {
      if (focus === 'field' && name.length === 1) {
        const at = field.selectionStart ?? field.value.length
        field.value = field.value.slice(0, at) + name + field.value.slice(field.selectionEnd ?? at)
        field.setSelectionRange(at + 1, at + 1)
      }
      if (focus === 'button' && (name === 'Enter' || name === ' ')) presses++
    }
    page.dispatchEvent(new Key('keyup', name, performance.now(), aim))
    return down.defaultPrevented
  }
  const type = (text: string, gapMs: number) => [...text].forEach((name) => key(name, gapMs))
  return { field, scans, quantities, key, type, rest, stop, presses: () => presses, typed: () => typed }
}

const EAN = '5901234123457'
const product = (gtin: string, quantity = 1) => ({ scan: { kind: 'product', gtin }, quantity })

test('a scan over a focused button sells one piece and presses nothing', () => {
  const page = openPage('button')
  page.key(EAN[0] ?? '', 500)
  page.type(EAN.slice(1), 8)
  page.key('Enter', 8)
  page.rest()
  expect(page.scans).toEqual([product(EAN)])
  expect(page.presses()).toBe(0)
})

test('a scan into a half-filled field leaves the field as it was, caret included', () => {
  const page = openPage('field')
  page.type('Kowalska', 120)
  page.field.setSelectionRange(3, 5)
  page.rest()
  page.type(EAN, 10)
  page.key('Tab', 10)
  page.rest()
  expect(page.field.value).toBe('Kowalska')
  expect([page.field.selectionStart, page.field.selectionEnd]).toEqual([3, 5])
  expect(page.scans).toEqual([product(EAN)])
})

test.each(['field', 'nothing'] as const)(
  'a machine that is too busy to pass the keys on cuts no scan apart: %s',
  (focus) => {
    const page = openPage(focus)
    const pulled = performance.now()
    // The first key, and long after it the others; their own times say that they belong together.
    for (const [at, name] of [...EAN].entries()) page.key(name, at === 1 ? 900 : 0, pulled + at * 5)
    page.key('Enter', 0, pulled + EAN.length * 5)
    page.rest()
    expect(page.scans).toEqual([product(EAN)])
    expect(page.field.value).toBe('')
  },
)

test('a scan that reaches the page in two pieces, long apart, is one scan wherever it was cut', () => {
  for (let cut = MIN_LENGTH; cut < EAN.length; cut += 1) {
    const page = openPage('nothing')
    const pulled = performance.now()
    for (const [at, name] of [...EAN].entries()) page.key(name, at === cut ? 400 : 0, pulled + at * 5)
    page.key('Enter', 0, pulled + EAN.length * 5)
    page.rest()
    expect(page.scans, `cut after ${cut}`).toEqual([product(EAN)])
    page.stop()
  }
})

test('two scans in a row are two scans, never a product and a quantity', () => {
  const page = openPage('nothing')
  page.type(EAN, 5)
  page.key('Enter', 5)
  page.type(EAN, 5)
  page.key('Enter', 5)
  expect(page.scans).toEqual([product(EAN), product(EAN)])
  expect(page.quantities).toEqual([])
})

test('a scanner that sends no Enter is read too, and an Enter that limps after it presses nothing', () => {
  const page = openPage('button')
  page.type(EAN, 20)
  vi.advanceTimersByTime(150)
  expect(page.scans).toEqual([product(EAN)])
  page.key('Enter', 20)
  expect(page.presses()).toBe(0)
  page.key('Enter', 2_000)
  expect(page.presses()).toBe(1)
})

test('3 * then a scan sells three; the next scan sells one; an old or absurd quantity sells one', () => {
  const page = openPage('nothing')
  page.type('3*', 150)
  page.rest()
  expect(page.quantities).toEqual([3])
  page.type(EAN, 5)
  page.key('Enter', 5)
  page.rest()
  page.type(EAN, 5)
  page.key('Enter', 5)
  page.type('12*', 150)
  vi.advanceTimersByTime(PREFIX_MS + 1_000)
  page.type(EAN, 5)
  page.key('Enter', 5)
  for (const absurd of ['0*', '1000*', '10003*', '*']) {
    page.type(absurd, 150)
    page.rest()
    page.type(EAN, 5)
    page.key('Enter', 5)
  }
  expect(page.scans.map((event) => event.quantity)).toEqual([3, 1, 1, 1, 1, 1, 1])
})

test('digits in a field are not a quantity, and Escape takes a quantity back', () => {
  const field = openPage('field')
  field.type('3*', 150)
  field.rest()
  expect(field.quantities).toEqual([])
  const page = openPage('nothing')
  page.type('3*', 150)
  page.rest()
  page.key('Escape', 100)
  expect(page.quantities).toEqual([3, null])
})

test('a page that was busy in the middle of a burst does not cut the scan in two', () => {
  const page = openPage('nothing')
  page.type(EAN.slice(0, 6), 5)
  // The page hangs: the timer is due long before it can fire, and the rest of the keys wait in the queue.
  const late = performance.now() + 400
  vi.spyOn(performance, 'now').mockReturnValue(late)
  vi.advanceTimersByTime(100)
  expect(page.scans).toEqual([])
  vi.restoreAllMocks()
})

const printable = fc.constantFrom(...'abcdefghijklmnoprstuwyzABC0123456789-.,ąęłż')

test('whatever a person types arrives in the field, in order, and is never a scan', () => {
  const slow = fc.integer({ min: MAX_GAP_MS + 1, max: 700 })
  // Rolling fingers: two or three keys almost at once, as fast typists do.
  const chord = fc.tuple(
    fc.array(printable, { minLength: 1, maxLength: MIN_LENGTH - 1 }),
    slow,
    fc.integer({ min: 0, max: MAX_GAP_MS }),
  )
  fc.assert(
    fc.property(fc.array(chord, { minLength: 1, maxLength: 30 }), (chords) => {
      const page = openPage('field')
      for (const [keys, pause, roll] of chords)
        keys.forEach((name, index) => page.key(name, index === 0 ? pause : roll))
      page.rest()
      page.stop()
      expect(page.scans).toEqual([])
      expect(page.field.value).toBe(chords.flatMap(([keys]) => keys).join(''))
    }),
  )
})

test('a person pressing Enter after typing gets her Enter, with every letter in the field first', () => {
  fc.assert(
    fc.property(
      fc.array(printable, { minLength: 1, maxLength: MIN_LENGTH - 1 }),
      fc.integer({ min: 0, max: 300 }),
      (keys, pause) => {
        const page = openPage('field')
        keys.forEach((name, index) => page.key(name, index === 0 ? 300 : 20))
        expect(page.key('Enter', pause)).toBe(false)
        expect(page.field.value).toBe(keys.join(''))
        page.stop()
      },
    ),
  )
})

test('a burst is always captured whole, wherever the focus is and whatever was typed before', () => {
  const focus = fc.constantFrom('field', 'button', 'nothing' as const)
  const burst = fc.array(fc.tuple(printable, fc.integer({ min: 0, max: MAX_GAP_MS })), {
    minLength: MIN_LENGTH,
    maxLength: 60,
  })
  fc.assert(
    fc.property(
      focus,
      fc.string({ maxLength: 8, unit: printable }),
      burst,
      fc.constantFrom('Enter', 'Tab', null),
      (where, before, keys, suffix) => {
        const page = openPage(where as 'field' | 'button' | 'nothing')
        page.type(before, 200)
        page.rest()
        keys.forEach(([name, gap], index) => page.key(name, index === 0 ? 300 : gap))
        if (suffix) expect(page.key(suffix, 15)).toBe(true)
        page.rest()
        page.stop()
        const text = keys.map(([name]) => name).join('')
        expect(page.scans).toHaveLength(1)
        const scan = page.scans[0]?.scan
        expect(scan?.kind === 'unknown' ? scan.text : scan?.kind).toBe(
          scan?.kind === 'unknown' ? text : 'product',
        )
        expect(page.field.value).toBe(where === 'field' ? before : '')
        expect(page.presses()).toBe(0)
      },
    ),
  )
})

test('every scanned GTIN sells one piece, also right after another', () => {
  const body = fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 12 })
    .map((all) => all.join(''))
  fc.assert(
    fc.property(fc.array(body, { minLength: 1, maxLength: 6 }), (bodies) => {
      const page = openPage('field')
      const gtins = bodies.map((text) => text + gtinCheckDigit(text))
      for (const gtin of gtins) {
        page.type(gtin, 4)
        page.key('Enter', 4)
      }
      page.stop()
      expect(page.scans).toEqual(gtins.map((gtin) => product(gtin)))
      expect(page.field.value).toBe('')
    }),
  )
})

test('keys outside of any field are told once no scan can begin with them, and a scan is never told as keys', () => {
  const page = openPage('nothing')
  page.type('45', 200)
  page.rest()
  page.type(EAN, 5)
  page.key('Enter', 5)
  page.rest()
  expect(page.typed()).toBe('45')
})
