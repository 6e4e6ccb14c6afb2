import { ProblemError } from '@splot/client'
import type { KeptProblem } from '@splot/offline'
import { createI18n, defineMessages, type Locale } from '@splot/ui'
import { en } from './words/en.ts'
import { pl } from './words/pl.ts'

export const { useT, translator } = createI18n(defineMessages(pl, en))

/** A sales channel by its code, or the code itself when it is newer than this build. */
export function channelName(code: string, locale: Locale): string {
  const words: Readonly<Record<string, string>> = (locale === 'pl' ? pl : en).channel
  return words[code] ?? code
}

type KnownCode = keyof typeof pl.problem.codes

/** Codes are written `orders.not_found`; a dot inside a key of messages would mean a level, so there it is a slash. */
const isKnown = (code: string): code is KnownCode => Object.hasOwn(pl.problem.codes, code)

/** A "no" in the reader's language: what happened and what to do. Codes without words of their own are named. */
export function problemWords(
  problem: Pick<KeptProblem, 'code'> & { detail?: string },
  locale: Locale,
): string {
  const known = problem.code.replace('.', '/')
  if (isKnown(known)) return translator(locale, 'problem')(`codes.${known}`)
  // The API explains itself in English; Polish readers get the code to quote.
  if (locale === 'en' && problem.detail) return problem.detail
  return translator(locale, 'problem')('other', { code: problem.code })
}

/** The same for whatever was thrown: anything but a problem means that nobody answered. */
export function errorWords(error: unknown, locale: Locale): string {
  if (error instanceof ProblemError) return problemWords(error.problem, locale)
  return translator(locale, 'problem')('network')
}

/** The id to quote, when the server gave one. */
export const errorId = (error: unknown): string | null =>
  (error instanceof ProblemError && error.problem.instance?.replace('urn:request:', '')) || null

/** A kept refusal as the error that it was, for screens that show errors. */
export const problemOfCode = ({
  code,
  detail,
  status = 422,
  instance,
}: Partial<KeptProblem> & { code: string }) =>
  new ProblemError({
    type: `https://splot.dev/problems/${code}`,
    title: code,
    status,
    code,
    detail: detail ?? '',
    ...(instance && { instance }),
  })
