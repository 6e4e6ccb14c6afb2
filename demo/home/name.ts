import { agree, capitalised } from '../grammar.ts'
import { beside, colourRank, mayFollow, type Word } from './adjectives.ts'
import { nouns, type Noun } from './nouns.ts'

/** What a description of the source says; `pl` is null where the glossary does not know every word. */
export type Reading = {
  noun: Noun | null
  pl: string | null
  en: string
  count: number | null
  assorted: boolean
}

const nounByWords = new Map(nouns.map((noun) => [noun.words, noun]))
const longest = 5
const smallWords = new Set(['of', 'and', 'in', 'with', 'the', 'for', 'on', 'a', 'to'])

/** How many pieces are in one article: "SET OF 4", "SET/4", "S/4", "PACK OF 12", "PACK/12", "36 PENCILS". */
const counts = [
  /\b(?:SETS?|PACKS?|BOX|S|BAG) ?(?:\/|OF) ?(\d{1,3})\b(?! (?:TIER|DRAWER|HOOK))/,
  /\bSET (\d{1,2})\b/,
  /^(\d{1,3}) (?!TIER|DRAWER|HOOK|HEART|TONE|D\b|WAY|SMALL)/,
]
const assortedWords = /\b(ASSORTED|ASSTD|ASST|ASS)\b( COLOURS?\b)?( DESIGNS?\b)?/

/** Reads a description in capitals, such as "SET OF 6 RED RETROSPOT MUGS". */
export function readDescription(description: string): Reading {
  let rest = description
    .replaceAll('+', ' AND ')
    .replaceAll('&', ' AND ')
    .replaceAll(/[,.*"]+/g, ' ')
    .replaceAll('T LIGHT', 'T-LIGHT')
    .replaceAll(/\bW\/?(?= )/g, ' WITH ')
  let count: number | null = null
  for (const pattern of counts) {
    const found = pattern.exec(rest)
    if (!found) continue
    count = Number(found[1])
    rest = rest.replace(found[0], ' ')
    break
  }
  const assorted = assortedWords.test(rest)
  const tokens = rest
    .replace(assortedWords, ' ')
    .split(/\s+/)
    .filter((token) => token !== '')
  const found = findNoun(tokens)
  const en = titled(description)
  if (!found) return { noun: null, pl: null, en, count, assorted }
  const others = wordsBeside([tokens.slice(0, found.from), tokens.slice(found.until)])
  const pl = others && polishName(found.noun, others, count, assorted)
  return { noun: found.noun, pl, en, count, assorted }
}

/** The noun of most words, then the one nearest the end; a weak noun only where there is no other. */
function findNoun(tokens: string[]): { noun: Noun; from: number; until: number } | null {
  for (const mark of ['', '?']) {
    for (let length = longest; length > 0; length--) {
      for (let from = tokens.length - length; from >= 0; from--) {
        const noun = nounByWords.get(mark + tokens.slice(from, from + length).join(' '))
        if (noun) return { noun, from, until: from + length }
      }
    }
  }
  return null
}

/** The words around the noun, or null when one of them is not in the glossary. */
function wordsBeside(parts: string[][]): Word[] | null {
  const words: Word[] = []
  for (const part of parts) {
    for (let at = 0; at < part.length;) {
      let length = 3
      let word: Word | undefined
      while (length > 0 && !word) word = beside.get(part.slice(at, at + length--).join(' '))
      if (!word) return null
      words.push(word)
      at += length + 1
    }
  }
  return words
}

/** More words than this no longer read as a name. */
const maxWords = 4

function polishName(noun: Noun, words: Word[], count: number | null, assorted: boolean): string | null {
  const spoken = words.filter(({ kind }) => kind !== 'silent')
  if (spoken.length > maxWords || new Set(spoken.map(({ pl }) => pl)).size < spoken.length) return null
  // Two phrases after one noun ("z sercem z motywem róży") are a riddle rather than a name.
  const motifs = spoken.filter(({ kind, pl }) => kind === 'phrase' && !mayFollow.test(pl))
  const colours = spoken.filter(({ kind, rank }) => kind === 'adjective' && rank === colourRank)
  if (motifs.length > 1 || colours.length > 1) return null
  const said = spoken
    .toSorted((a, b) => a.rank - b.rank || Number(mayFollow.test(a.pl)) - Number(mayFollow.test(b.pl)))
    .map((word) => (word.kind === 'adjective' ? agree(word.pl, noun.gender) : word.pl))
  const suffix = [...(count && count > 1 ? [`${count} szt.`] : []), ...(assorted ? ['różne wzory'] : [])]
  return [capitalised([noun.pl, ...said].join(' ')), ...suffix].join(', ')
}

function titled(description: string): string {
  return description
    .toLowerCase()
    .replaceAll(/ ,|,(?=\S)/g, ', ')
    .split(/\s+/)
    .map((word, at) =>
      at > 0 && smallWords.has(word) ? word : word.replace(/^["'(*]*[a-z]/, (start) => start.toUpperCase()),
    )
    .join(' ')
    .replaceAll(/([-/])([a-z])/g, (_, mark: string, letter: string) => mark + letter.toUpperCase())
    .replaceAll(/\b(\d+)(cm|g|m)\b/gi, (_, size: string, unit: string) => `${size} ${unit.toLowerCase()}`)
    .replaceAll(/\b(Diy|Uk|Led|Usb|3d)\b/g, (word) => word.toUpperCase())
    .replaceAll('Dec ', 'Decoration ')
    .replaceAll('*', '')
    .trim()
}
