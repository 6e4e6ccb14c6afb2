import { buildRetailer } from '@splot/demo'

/** What a person sees once everything runs: addresses, logins, and three things to try. */
export function welcome(options: {
  url: string
  demo: boolean
  seconds: number
  firstStart: boolean
  /** The sign-in of the first manager of an empty house, shown this once. */
  first: { email: string; password: string } | null
}): string {
  const { url } = options
  const lines = [
    '',
    `  Splot is ready after ${options.seconds.toFixed(1)} s${options.firstStart ? ' (first start: database, demo and apps included)' : ''}`,
    '',
    `  Shop      ${url}/`,
    `  Kiosk     ${url}/kiosk`,
    `  Store     ${url}/store   (till, picking, hand-over)`,
    `  Office    ${url}/office`,
    `  API       ${url}/docs/api`,
  ]
  if (options.first) {
    const { email, password } = options.first
    lines.push(
      '',
      `  Office sign-in   ${email} / ${password}   (shown this once: keep it, or hire yourself and leave)`,
    )
  }
  if (options.demo) {
    lines.push(`  Mail      ${url}/dev/mail`, `  Labels    ${url}/dev/labels`, '', ...demoLines(url))
  }
  lines.push('', '  Ctrl-C stops everything; the data stays. `npm start -- --fresh` starts over.', '')
  return lines.join('\n')
}

function demoLines(url: string): string[] {
  const { staff, locations } = buildRetailer()
  const manager = staff.find((person) => person.password)
  const store = locations.find((location) => location.kind === 'store')
  const assistant = staff.find((person) => person.locationCode === store?.code)
  return [
    `  Office sign-in   ${manager?.email} / ${manager?.password}`,
    `  Store sign-in    number ${assistant?.number}, PIN ${assistant?.pin} (${store?.name}); the office hands out the code for the device`,
    '',
    '  Three things to try',
    `  1. In the shop pick a size and a store for collection, pay with the sandbox card, find the code in ${url}/dev/mail.`,
    '  2. In the store app pick that order by typing its bar codes, then hand it over with the code.',
    '  3. Sell the last piece of a size at the till and watch the open page of the shop change by itself.',
  ]
}
