/** Gender of a Polish noun as its adjective sees it: masculine, feminine, neuter, or a plural of things. */
export type Gender = 'm' | 'f' | 'n' | 'p'

/** An adjective, given as masculine singular ('biały', 'niebieski', 'wiszący'), in agreement with its noun. */
export function agree(adjective: string, gender: Gender): string {
  if (gender === 'm') return adjective
  const stem = adjective.slice(0, -1)
  if (gender === 'f') return `${stem}a`
  return /[kg]i$/.test(adjective) ? `${adjective}e` : `${stem}e`
}

export function capitalised(text: string): string {
  return text.charAt(0).toLocaleUpperCase('pl') + text.slice(1)
}

const latin: Record<string, string> = {
  ą: 'a',
  ć: 'c',
  ę: 'e',
  ł: 'l',
  ń: 'n',
  ó: 'o',
  ś: 's',
  ź: 'z',
  ż: 'z',
}

/** A text as part of an address: lower case, no Polish letters, words joined by hyphens. */
export function handleOf(text: string): string {
  return text
    .toLocaleLowerCase('pl')
    .replaceAll(/[ąćęłńóśźż]/g, (letter) => latin[letter] ?? letter)
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
}
