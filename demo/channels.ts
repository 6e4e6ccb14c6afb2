import type { DemoChannel } from './types.ts'

export const demoChannels: DemoChannel[] = [
  { code: 'web', kind: 'web', name: { pl: 'Sklep internetowy', en: 'Web shop' } },
  { code: 'app', kind: 'app', name: { pl: 'Aplikacja', en: 'Mobile app' } },
  { code: 'store', kind: 'till', name: { pl: 'Sklepy stacjonarne', en: 'Stores' } },
  { code: 'kiosk', kind: 'kiosk', name: { pl: 'Kioski w sklepach', en: 'Kiosks' } },
  { code: 'call-centre', kind: 'call-centre', name: { pl: 'Infolinia', en: 'Call centre' } },
]
