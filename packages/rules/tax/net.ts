import { vatFromGross, type Ppm } from '@splot/kernel'

/** Net of a gross amount of one rate, minor units: gross less the VAT that it holds. Prices shown to businesses are made of this. */
export const netFromGross = (grossMinor: number, ppm: Ppm): number =>
  grossMinor - vatFromGross(grossMinor, ppm)
