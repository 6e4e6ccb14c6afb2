import { homeMotifs } from './home-motifs.ts'
import { keepsakeMotifs } from './keepsake-motifs.ts'
import { tableMotifs } from './table-motifs.ts'
import type { Drawing } from './tops.ts'

/** One drawing per motif of the home range. */
export const motifs: Record<string, Drawing> = { ...tableMotifs, ...homeMotifs, ...keepsakeMotifs }
