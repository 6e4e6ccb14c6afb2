import type { DemoNetContent } from '../types.ts'
import type { Reading } from './name.ts'

/** Things that are counted into a pack and used up one by one, so that shoppers compare them by the piece. */
const counted =
  /\b(CANDLES?|T-LIGHTS|NAPKINS|TISSUES|STRAWS|PAPER PLATES|PAPER CUPS|CASES|DOILIES|PENCILS?|CHALK|PEGS|BALLOONS)\b/
/** What only belongs to such a thing, or is meant to be kept: a set of four is one article then. */
const kept = /\b(HOLDERS?|HLDR|BASE|SPIKE|RINGS?|COTTON|LAMP|SHARPENERS?|CHARMS?|TIN|GLASS|PLASTIC|WICK)\b/

/** What the source says of an amount, as "125G". */
const stated = /\b(\d+(?:\.\d+)?)G\b/

type Row = readonly [words: RegExp, amount: number, unit: DemoNetContent['unit']]

/**
 * Goods sold by mass, volume, length or area, by words of their description; the first that fits counts. The source
 * names no contents but a few weights: these are Splot's own, typical of such packs.
 */
const measured: readonly Row[] = [
  [/\bLIP GLOSS\b/, 10, 'ml'],
  [/\bBATH SALTS\b/, 0.5, 'kg'],
  [/\bMASALA INCENSE\b|\bINCENSE (IN TUBE|PACK|BOUQUET)\b|\bINCENSE$/, 15, 'g'],
  [/\bINCENSE IN TIN\b/, 30, 'g'],
  [/\bVOTIVE CANDLE$/, 55, 'g'],
  [/\bPILLAR CANDLE$/, 320, 'g'],
  [/\bCANDLE SMALL$/, 120, 'g'],
  [/\bCANDLE MEDIUM$/, 220, 'g'],
  [/\bCANDLE LARGE$/, 380, 'g'],
  [/\bCITRONELLA CANDLE\b|\bCANDLE CITRONELLA\b/, 180, 'g'],
  [/\bSCENT(ED)?( VELVET LOUNGE)? CANDLES?\b|\bCANDLE POT$/, 150, 'g'],
  [/\b(POT PLANT|CACTUS|FROG|FAIRY CAKE|ROSE) CANDLE$/, 90, 'g'],
  [/\bRIBBON REEL\b/, 3, 'm'],
  [/\bROLL WRAP\b/, 2, 'm'],
  [/\b(GIFT|WRAPPING|RETROSPOT|CATS|SKULLS) TAPE$/, 5, 'm'],
  [/\bBOOKCOVER TAPE$/, 3, 'm'],
  [/\bBARRIER TAPE$/, 15, 'm'],
  [/\bTWINE$/, 100, 'm'],
  [/\bWRAP\b(?! SET)|\bWRAPPING PAPER$/, 0.35, 'm2'],
]

/** What a pack of that article holds, or undefined where it is sold as one thing, a set or a pair. */
export function contentOf(
  description: string,
  { count }: Pick<Reading, 'count'>,
): DemoNetContent | undefined {
  const weight = stated.exec(description)?.[1]
  if (weight !== undefined) return { amount: Number(weight), unit: 'g' }
  if (count !== null && count > 1) {
    return counted.test(description) && !kept.test(description) ? { amount: count, unit: 'piece' } : undefined
  }
  const found = measured.find(([words]) => words.test(description))
  return found && { amount: found[1], unit: found[2] }
}
