import type { Locale } from './locale.ts'

/** An order number as people read it aloud: `123 456 789`, the groups held together by no-break spaces. */
export const spokenNumber = (number: string): string => number.replace(/(\d{3})(?=\d)/g, '$1\u00a0')

/** What somebody typed or pasted, without the spaces that order numbers are shown with. */
export const withoutSpaces = (typed: string): string => typed.replace(/\s/g, '')

/** The order in which a variant's options are said; others follow by their code. */
const SAID_FIRST: readonly string[] = ['colour', 'size']

const rank = (code: string): number =>
  SAID_FIRST.includes(code) ? SAID_FIRST.indexOf(code) : SAID_FIRST.length

/** Options of a variant in the order in which they are said: colour before size, whatever order they came in. */
export const optionsInOrder = <O extends { readonly code: string }>(options: readonly O[]): O[] =>
  options.toSorted((a, b) => rank(a.code) - rank(b.code) || (a.code < b.code ? -1 : 1))

/** The options that a line of a basket or an order carries, in words: `biały, M`; empty without options. */
export const optionText = (
  options: Readonly<Record<string, Readonly<Record<Locale, string>>>>,
  locale: Locale,
): string =>
  optionsInOrder(Object.entries(options).map(([code, words]) => ({ code, words })))
    .map(({ words }) => words[locale])
    .join(', ')
