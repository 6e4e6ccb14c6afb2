/** Hundreds, as people write them; longer is a slip of the finger, and the API says so of less. */
const AMOUNT = /^-?\d{1,7}([.,]\d{1,2})?$/

/** An amount as people type it, in minor units: "100", "49,99", "1 200,00", with a minus where less may be. Null: it is none. */
export function readAmount(text: string): number | null {
  const plain = text.replace(/[\s\u00a0]|zł/g, '').replace('−', '-')
  if (!AMOUNT.test(plain)) return null
  return Math.round(Number(plain.replace(',', '.')) * 100)
}
