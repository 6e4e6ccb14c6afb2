export { channelByCode, listChannels } from './list.ts'
export { importChannels } from './import.ts'
export type { Channel, ChannelKind, ImportedChannel } from './types.ts'
export { routes } from './routes.ts'
