/** Another process with the read model of stock: says when it sees a change. Ends when its parent lets go. */
import { openLog } from '@splot/server/platform/log'
import { openPlatform } from '@splot/server/platform/database'
import { openTail } from '@splot/server/platform/events'
import { openAvailability } from '@splot/server/modules/inventory'

const [url = ''] = process.argv.slice(2)
const platform = openPlatform({ url, log: openLog({ level: 'error', name: 'watcher' }), poolSize: 2 })
const tail = openTail(platform)
const model = await openAvailability(platform, tail)
model.onChange(() => process.send?.(Number(process.hrtime.bigint()) / 1e6))
await tail.start()
process.once('disconnect', () => void platform.close())
process.send?.('ready')
