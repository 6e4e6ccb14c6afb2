export type Colour = { code: string; sku: string; pl: string; en: string; hex: string; family: string }

/**
 * Polish names are masculine adjectives: they stand after the word "kolor", alone or in a list of all products, and agree with
 * the noun only inside a sentence. The family is what a shopper filters by.
 */
const rows = `
white      WHT biały           White         #f4f1ea white
ecru       ECR kremowy         Cream         #e9dfc9 white
sand       SND piaskowy        Sand          #d3bf9f beige
camel      CML karmelowy       Camel         #b98a56 beige
cocoa      COC kakaowy         Cocoa         #7a5a45 brown
chestnut   CHS kasztanowy      Chestnut      #7d4a32 brown
rust       RST rdzawy          Rust          #b3592f orange
coral      CRL koralowy        Coral         #e4826c orange
mustard    MST musztardowy     Mustard       #d1a03b yellow
butter     BTR maślany         Butter        #ecd892 yellow
red        RED czerwony        Red           #b52f34 red
burgundy   BRG bordowy         Burgundy      #6d2435 red
powder     PWD pudrowy         Powder-pink   #e3bdb9 pink
raspberry  RSP malinowy        Raspberry     #b13c66 pink
lavender   LAV lawendowy       Lavender      #b6a8d0 violet
plum       PLM śliwkowy        Plum          #5c3a5e violet
sky        SKY błękitny        Sky-blue      #a9c6de blue
blue       BLU niebieski       Blue          #3f6fa8 blue
denim      DNM dżinsowy        Mid-blue      #55749a blue
navy       NVY granatowy       Navy          #27344f blue
petrol     PTR morski          Petrol        #2d6270 green
mint       MNT miętowy         Mint          #b4d5c3 green
sage       SGE szałwiowy       Sage          #9aa88a green
olive      OLV oliwkowy        Olive         #6c6c42 green
bottle     BTL butelkowozielony Bottle-green #26493d green
silver     SLV srebrny         Silver        #c3c6ca grey
grey       GRY szary           Grey          #9b9ea3 grey
graphite   GRF grafitowy       Graphite      #4c5057 grey
black      BLK czarny          Black         #25262a black
`

export const palette: ReadonlyMap<string, Colour> = new Map(
  rows
    .trim()
    .split('\n')
    .map((row) => {
      const [code = '', sku = '', pl = '', en = '', hex = '', family = ''] = row.split(/\s+/)
      return [code, { code, sku, pl, en: en.replace('-', ' '), hex, family }]
    }),
)

/** Colours that go with a ground as its pattern or trim. */
export function accentOf(code: string): string {
  const light = ['white', 'ecru', 'sand', 'butter', 'powder', 'sky', 'mint', 'silver', 'lavender', 'sage']
  const dark: Record<string, string> = {
    white: '#3f6fa8',
    ecru: '#7a5a45',
    sand: '#7d4a32',
    butter: '#b3592f',
    powder: '#8d3b53',
    sky: '#27344f',
    mint: '#26493d',
    silver: '#4c5057',
    lavender: '#5c3a5e',
    sage: '#3c4b35',
  }
  return light.includes(code) ? (dark[code] ?? '#4c5057') : '#efe6d6'
}
